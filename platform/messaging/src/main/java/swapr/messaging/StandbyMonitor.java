package swapr.messaging;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long this instance has waited for another one to send. It is usual for a moment: one instance leads. When the same
 * row stays unsent for ten seconds, the log has one line. When all instances wait, none leads, and an alert says so.
 */
final class StandbyMonitor {

    private static final Logger log = LoggerFactory.getLogger(StandbyMonitor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String outbox;
    private long oldest;
    private volatile long since;
    private volatile boolean waiting;
    private boolean told;

    StandbyMonitor(String outbox) {
        this.outbox = outbox;
    }

    /** This instance leads, or nothing is unsent. */
    void over() {
        waiting = false;
        if (told) {
            log.info("{} is being sent again", outbox);
        }
        told = false;
    }

    /**
     * Another session leads while something is unsent.
     *
     * @param position of the oldest row; while it changes, the other session is sending
     */
    void note(long position) {
        if (!waiting || position != oldest) {
            over();
            oldest = position;
            since = System.nanoTime();
            waiting = true;
        } else if (!told && seconds() >= PATIENCE.toSeconds()) {
            told = true;
            log.warn(
                    "{} has not been sent for {} s: another session holds its row in relay_leadership and does not send."
                            + " If no other instance runs, end that session (pg_locks)",
                    outbox,
                    PATIENCE.toSeconds());
        }
    }

    /** Seconds that one and the same row has been unsent while another session had the lead; 0 when it is not so. */
    double seconds() {
        return waiting ? (System.nanoTime() - since) / 1e9 : 0;
    }
}
