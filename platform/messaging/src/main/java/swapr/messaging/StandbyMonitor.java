package swapr.messaging;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how long this instance has waited for the leader to send. A short wait is usual, because one instance leads.
 * If the same row stays unsent for ten seconds, one line is logged. If all instances wait, none leads, and an alert
 * fires.
 */
final class StandbyMonitor {

    private static final Logger log = LoggerFactory.getLogger(StandbyMonitor.class);
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final String outbox;
    private long oldest;
    private volatile long since;
    private volatile boolean waiting;
    private boolean logged;

    StandbyMonitor(String outbox) {
        this.outbox = outbox;
    }

    /** Ends the wait: this instance leads, or no row is unsent. */
    void over() {
        waiting = false;
        if (logged) {
            log.info("{} is sent again", outbox);
        }
        logged = false;
    }

    /**
     * Notes that a row is unsent while another session leads.
     *
     * @param position the position of the oldest row; while it changes, the other session sends
     */
    void note(long position) {
        if (!waiting || position != oldest) {
            over();
            oldest = position;
            since = System.nanoTime();
            waiting = true;
        } else if (!logged && seconds() >= MAX_WAIT.toSeconds()) {
            logged = true;
            log.warn(
                    "{} has not been sent for {} s: another session holds its row in relay_leadership and does not"
                            + " send. If no other instance runs, end that session (pg_locks)",
                    outbox,
                    MAX_WAIT.toSeconds());
        }
    }

    /** Seconds that the same row has been unsent while another session was the leader; 0 if no row waits. */
    double seconds() {
        return waiting ? (System.nanoTime() - since) / 1e9 : 0;
    }
}
