package swapr.sandbox.mail;

import java.util.concurrent.locks.LockSupport;
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

    void pause() {
        long until = System.nanoTime() + (delayMs == null ? 0 : delayMs) * 1_000_000L;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }
}
