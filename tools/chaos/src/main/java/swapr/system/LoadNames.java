package swapr.system;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Unique names for the users, listings and requests of one run. */
final class LoadNames {

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong sequence = new AtomicLong();

    /** A new name, such as {@code Pair 1a2b3c4d 7}. */
    String next(String what) {
        return "%s %s %d".formatted(what, run, sequence.incrementAndGet());
    }

    /** The number of names so far. */
    long count() {
        return sequence.get();
    }
}
