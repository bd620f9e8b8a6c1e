package swapr.local;

import java.time.Instant;
import java.util.Map;

/**
 * When and how a process ended.
 *
 * @param at in whole seconds
 * @param status as a shell reports it: the exit code, or 128 plus the number of the signal
 */
record ProcessExit(Instant at, int status) {

    private static final Map<Integer, String> SIGNALS =
            Map.of(1, "HUP", 2, "INT", 4, "ILL", 6, "ABRT", 7, "BUS", 8, "FPE", 9, "KILL", 11, "SEGV", 15, "TERM");

    boolean bySignal() {
        return status > 128;
    }

    /** For example {@code ended with exit code 3} or {@code was ended by signal 9 (KILL)}. */
    String reason() {
        if (!bySignal()) {
            return "ended with exit code " + status;
        }
        var signal = status - 128;
        return "was ended by signal %d%s"
                .formatted(signal, SIGNALS.containsKey(signal) ? " (" + SIGNALS.get(signal) + ")" : "");
    }
}
