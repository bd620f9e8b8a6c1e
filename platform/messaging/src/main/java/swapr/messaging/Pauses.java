package swapr.messaging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts. They vary, so that attempts that failed together do not come together again. */
final class Pauses {

    private Pauses() {}

    /** The pause plus or minus a quarter. */
    static Duration jittered(Duration pause) {
        return Duration.ofNanos(
                (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }

    /** The pause after failed attempts. It doubles with each attempt up to the longest one, and has jitter. */
    static Duration after(int attempts, Duration first, Duration longest) {
        Duration pause = first.multipliedBy(1L << Math.min(attempts - 1, 20));
        return jittered(pause.compareTo(longest) < 0 ? pause : longest);
    }

    static double seconds(Duration pause) {
        return pause.toNanos() / 1e9;
    }
}
