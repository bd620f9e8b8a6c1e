package swapr.http;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the memory that all request bodies of this process use together, in bytes. */
class BodyMemory {

    private final AtomicLong left;

    BodyMemory(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes all of these bytes and returns true, or takes none and returns false. */
    boolean take(int bytes) {
        long before = left.getAndUpdate(now -> now >= bytes ? now - bytes : now);
        return before >= bytes;
    }

    void giveBack(int bytes) {
        left.addAndGet(bytes);
    }
}
