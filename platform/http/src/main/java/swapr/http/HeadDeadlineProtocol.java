package swapr.http;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/**
 * Tomcat's HTTP/1.1 with a deadline for the head of a request. Tomcat itself limits only the time between two bytes, so
 * a caller that sends one byte a second keeps a connection and its buffers for hours.
 *
 * <p>{@link BodyBufferingFilter} handles the bodies. So this protocol sends {@code 100 Continue} only when a body is
 * read, reads nothing of a body after the answer, and accepts only a few bytes of chunk extensions and trailers,
 * because no filter sees them. Tomcat creates this class by its name, so it is public.
 */
public class HeadDeadlineProtocol extends Http11NioProtocol {

    /** The most bytes of a chunk extension or trailer. Callers of Swapr send none; a last chunk ends with two. */
    private static final int MAX_EXTRA_BYTES = 8;

    private Duration arrival = Duration.ofSeconds(10);
    private @Nullable ScheduledFuture<?> sweep;

    static void useIn(TomcatServletWebServerFactory tomcat, RequestProperties bounds) {
        tomcat.setProtocol(HeadDeadlineProtocol.class.getName());
        tomcat.addConnectorCustomizers(
                connector -> ((HeadDeadlineProtocol) connector.getProtocolHandler()).configure(bounds.arrival()));
    }

    private void configure(Duration arrival) {
        this.arrival = arrival;
        setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
        setMaxSwallowSize(0);
        setMaxExtensionSize(MAX_EXTRA_BYTES);
        setMaxTrailerSize(MAX_EXTRA_BYTES);
    }

    @Override
    public void start() throws Exception {
        super.start();
        sweep = getUtilityExecutor().scheduleWithFixedDelay(this::endLateConnections, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (sweep != null) {
            sweep.cancel(false);
        }
        super.stop();
    }

    private void endLateConnections() {
        for (SocketWrapperBase<?> connection : getEndpoint().getConnections()) {
            if (isLate(connection)) {
                // On a separate thread, after the other events of this connection.
                connection.processSocket(SocketEvent.ERROR, true);
            }
        }
    }

    /** A connection that waits for bytes has a processor only if a head is incomplete or a request is asynchronous. */
    private boolean isLate(SocketWrapperBase<?> connection) {
        if (!(connection.getCurrentProcessor() instanceof AbstractProcessor processor) || processor.isAsync()) {
            return false;
        }
        long began = processor.getRequest().getStartTimeNanos();
        return began >= 0 && System.nanoTime() - began > arrival.toNanos();
    }
}
