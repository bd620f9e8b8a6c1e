package swapr.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all bodies of this process share. */
class BodyMemory {

    private final AtomicLong left;

    BodyMemory(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes so many bytes, or none of them. */
    boolean take(int bytes) {
        long before = left.getAndUpdate(now -> now >= bytes ? now - bytes : now);
        return before >= bytes;
    }

    void giveBack(int bytes) {
        left.addAndGet(bytes);
    }
}
