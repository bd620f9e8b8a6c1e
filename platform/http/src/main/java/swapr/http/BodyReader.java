package swapr.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one body and holds its memory until it is closed. */
class BodyReader implements AutoCloseable {

    private final RequestProperties bounds;
    private final BodyMemory memory;
    private byte[] bytes = new byte[BodyBufferingFilter.FREE];
    private int length;

    BodyReader(RequestProperties bounds, BodyMemory memory) {
        this.bounds = bounds;
        this.memory = memory;
    }

    /** Reads to the end of the body. Returns null, or the reason to refuse the body. */
    @Nullable
    Refusal read(InputStream body) {
        long began = System.nanoTime();
        try {
            while (true) {
                if (length == bytes.length && !grow()) {
                    return Refusal.BUSY;
                }
                int read = body.read(bytes, length, bytes.length - length);
                if (read < 0) {
                    return null;
                }
                length += read;
                if (length > bounds.maxBody().toBytes()) {
                    return Refusal.BODY;
                }
                if (System.nanoTime() - began > bounds.arrival().toNanos()) {
                    return Refusal.DEADLINE;
                }
            }
        } catch (SocketTimeoutException nothingArrived) {
            return Refusal.DEADLINE;
        } catch (IOException broken) {
            return Refusal.BROKEN;
        }
    }

    /** Returns the buffer. Its first {@link #length} bytes are the body. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private boolean grow() {
        int larger = (int) Math.min(bytes.length * 2L, bounds.maxBody().toBytes() + 1);
        if (!memory.take(larger - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, larger);
        return true;
    }

    @Override
    public void close() {
        memory.giveBack(bytes.length - BodyBufferingFilter.FREE);
    }
}
