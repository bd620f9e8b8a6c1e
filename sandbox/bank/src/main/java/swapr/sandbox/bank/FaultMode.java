package swapr.sandbox.bank;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import swapr.sandbox.http.Refused;

/** The fault that the bank simulates on request. */
record FaultMode(Mode mode, @Nullable Integer delayMs) {

    enum Mode {
        NONE,
        SLOW,
        DOWN,
        LOSE_ANSWER
    }

    static final FaultMode NONE = new FaultMode(Mode.NONE, null);
    private static final int DEFAULT_DELAY_MS = 5_000;
    private static final int MAX_DELAY_MS = 120_000;

    /** The JSON format, such as {@code {"mode":"lose_answer"}}. */
    record Wire(@Nullable String mode, @Nullable Integer delayMs) {

        FaultMode faults() {
            for (var known : Mode.values()) {
                if (known.name().toLowerCase(Locale.ROOT).equals(mode)) {
                    return new FaultMode(known, known == Mode.SLOW ? delay() : null);
                }
            }
            throw new Refused(400, "mode must be one of none, slow, down, lose_answer");
        }

        private int delay() {
            var delay = delayMs == null ? DEFAULT_DELAY_MS : delayMs;
            if (delay < 0 || delay > MAX_DELAY_MS) {
                throw new Refused(400, "delay_ms must be between 0 and " + MAX_DELAY_MS);
            }
            return delay;
        }
    }

    Wire wire() {
        return new Wire(mode.name().toLowerCase(Locale.ROOT), delayMs);
    }
}
