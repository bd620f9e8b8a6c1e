package swapr.web;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * The log {@code swapr.audit}. It has one line for each refused call and for each change by an operator. It writes only
 * the first lines of each second and counts the others, so that attackers cannot fill the disk.
 */
class AuditLog implements DisposableBean {

    /** With 200 bytes a line, this limit means at most 0.9 GB a day. */
    static final int LINES_PER_SECOND = 50;

    private static final Logger audit = LoggerFactory.getLogger("swapr.audit");

    private final LongSupplier nanoTime;
    private long secondBegan;
    private int lines;
    private long leftOut;

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    AuditLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.secondBegan = nanoTime.getAsLong();
    }

    /** @param values {@code key=value} pairs, without line breaks */
    synchronized void write(String values) {
        long now = nanoTime.getAsLong();
        if (now - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegan = now;
            lines = 0;
            logLeftOut();
        }
        if (lines < LINES_PER_SECOND) {
            lines++;
            audit.info(values);
        } else {
            leftOut++;
        }
    }

    private void logLeftOut() {
        if (leftOut > 0) {
            audit.info("event=left-out count={}", leftOut);
            leftOut = 0;
        }
    }

    @Override
    public synchronized void destroy() {
        logLeftOut();
    }
}
