package swapr.messaging;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Ends the pause of a thread early. A signal that is sent before the pause ends it, too. */
final class WakeUpSignal {

    private final Semaphore signals = new Semaphore(0);

    /** It is cheap and thread-safe. */
    void send() {
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /** Waits for this time, or until the next signal. */
    void await(Duration time) {
        try {
            if (signals.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
