package swapr.messaging;

import java.time.Duration;

/**
 * Thrown by the handler of a {@link WorkQueue} that cannot begin a command at this moment. The command comes again after the
 * pause. It has not failed: this costs none of its {@code swapr.messaging.work.attempts}.
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
     * @param reason for the operator who looks at the command while it waits
     * @param pause more than zero; the actual pause differs by up to a quarter
     */
    public TryAgainLater(String reason, Duration pause) {
        super(reason, null, false, false);
        this.pause = pause;
    }

    Duration pause() {
        return pause;
    }
}
