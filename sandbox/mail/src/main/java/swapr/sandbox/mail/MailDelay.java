package swapr.sandbox.mail;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import swapr.sandbox.http.Refused;

/** The time that the server takes for each e-mail, such as {@code {"delay_ms": 500}}. It simulates a slow server. */
record MailDelay(@Nullable Integer delayMs) {

    static final MailDelay NONE = new MailDelay(0);

    private static final int MAX_MS = 10_000;

    /** @throws Refused with 400 if there is no delay, or a wrong one */
    MailDelay valid() {
        if (delayMs == null || delayMs < 0 || delayMs > MAX_MS) {
            throw new Refused(400, "delay_ms must be between 0 and " + MAX_MS);
        }
        return this;
    }

    /**
     * Waits for this time, and releases the lock that the caller holds. So each e-mail takes its time, and e-mails of
     * other connections do not wait for it.
     */
    void pause(Object lock) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs == null ? 0 : delayMs);
        synchronized (lock) {
            try {
                for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
