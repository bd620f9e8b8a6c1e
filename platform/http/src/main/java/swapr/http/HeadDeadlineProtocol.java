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
 * Tomcat's HTTP/1.1 with a deadline for the head of a request. Tomcat itself bounds only the time between two bytes, so a
 * caller who sends a byte a second keeps a connection and its buffers for hours. It leaves bodies to {@link BodyBufferingFilter}:
 * asks for one only when it is read, reads none to its end after the answer, and takes hardly any extensions and trailers
 * of chunks, which would arrive unseen. Tomcat creates it by name, so it is public.
 */
public class HeadDeadlineProtocol extends Http11NioProtocol {

    /** So many bytes may arrive without a look at the time. Swapr's callers send none; a last chunk has two. */
    private static final int UNSEEN = 8;

    private Duration arrival = Duration.ofSeconds(10);
    private @Nullable ScheduledFuture<?> sweep;

    static void useIn(TomcatServletWebServerFactory tomcat, RequestProperties bounds) {
        tomcat.setProtocol(HeadDeadlineProtocol.class.getName());
        tomcat.addConnectorCustomizers(connector ->
                ((HeadDeadlineProtocol) connector.getProtocolHandler()).leaveBodiesAlone(bounds.arrival()));
    }

    private void leaveBodiesAlone(Duration arrival) {
        this.arrival = arrival;
        setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
        setMaxSwallowSize(0);
        setMaxExtensionSize(UNSEEN);
        setMaxTrailerSize(UNSEEN);
    }

    @Override
    public void start() throws Exception {
        super.start();
        sweep = getUtilityExecutor().scheduleWithFixedDelay(this::endWhatIsLate, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (sweep != null) {
            sweep.cancel(false);
        }
        super.stop();
    }

    private void endWhatIsLate() {
        for (SocketWrapperBase<?> connection : getEndpoint().getConnections()) {
            if (isLate(connection)) {
                connection.processSocket(
                        SocketEvent.ERROR, true); // on a thread of its own, in turn with its other events
            }
        }
    }

    /** Between two arrivals a connection keeps its processor only while a head is incomplete, or a request asynchronous. */
    private boolean isLate(SocketWrapperBase<?> connection) {
        if (!(connection.getCurrentProcessor() instanceof AbstractProcessor processor) || processor.isAsync()) {
            return false;
        }
        long began = processor.getRequest().getStartTimeNanos();
        return began >= 0 && System.nanoTime() - began > arrival.toNanos();
    }
}
