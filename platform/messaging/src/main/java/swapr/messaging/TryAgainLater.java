package swapr.messaging;

import java.time.Duration;

/**
 * Thrown by the handler of a {@link WorkQueue} that cannot start a command now. The command runs again after the pause.
 * It has not failed, so this uses none of its {@code swapr.messaging.work.attempts}.
 *
 * <pre>{@code
 * if (!slots.tryAcquire()) {
 *     throw new TryAgainLater("all slots are taken", Duration.ofSeconds(1));
 * }
 * }</pre>
 */
public final class TryAgainLater extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Duration pause;

    /**
     * @param reason shown to operators while the command waits
     * @param pause more than zero; the actual pause differs by up to a quarter
     */
    public TryAgainLater(String reason, Duration pause) {
        super(reason, null, false, false);
        this.pause = pause;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    Duration pause() {
        return pause;
    }
}
