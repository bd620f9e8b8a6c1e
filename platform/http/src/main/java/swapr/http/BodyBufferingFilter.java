package swapr.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the whole body into memory, within the limits of {@link RequestProperties}, before any other code reads it. So
 * a slow caller occupies no permit of a bulkhead and no connection to a service. A body over a limit is answered
 * immediately. After that answer the filter reads and drops more of the body, because a caller that is still sending
 * would otherwise lose the answer together with the connection.
 */
class BodyBufferingFilter extends OncePerRequestFilter {

    /** The memory that each body has outside the common memory, in bytes. Most bodies are smaller. */
    static final int FREE = 4 * 1024;

    /** The most bytes that are dropped after an answer, as a multiple of the largest body. */
    private static final int DROPPED = 64;

    private final RequestProperties bounds;
    private final BodyMemory memory;
    private final RefusedRequests refused;

    BodyBufferingFilter(RequestProperties bounds, RefusedRequests refused) {
        this.bounds = bounds;
        this.memory = new BodyMemory(bounds.allBodies().toBytes());
        this.refused = refused;
    }

    /** The order is after the filters that only record a request, and before all others. */
    static FilterRegistrationBean<BodyBufferingFilter> registration(RequestProperties bounds, RefusedRequests refused) {
        var registration = new FilterRegistrationBean<>(new BodyBufferingFilter(bounds, refused));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getContentLengthLong() <= 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Refusal unread = beforeReading(request);
        if (unread != null) {
            refuse(request, response, unread);
            return;
        }
        try (var body = new BodyReader(bounds, memory)) {
            Refusal refusal = body.read(request.getInputStream());
            if (refusal == null) {
                chain.doFilter(new BufferedRequest(request, body.bytes(), body.length()), response);
            } else {
                refuse(request, response, refusal);
            }
        }
    }

    private @Nullable Refusal beforeReading(HttpServletRequest request) {
        String type = request.getContentType() == null
                ? ""
                : request.getContentType().strip().toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/")) {
            return Refusal.FORM;
        }
        return request.getContentLengthLong() > bounds.maxBody().toBytes() ? Refusal.BODY : null;
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        // After a failed read Tomcat itself answers, with this text.
        request.setAttribute(ProblemErrorController.DETAIL, detail(refusal));
        refused.answer(response, refusal, detail(refusal));
        boolean stillSending = refusal != Refusal.DEADLINE && refusal != Refusal.BROKEN;
        if (stillSending && request.getHeader(HttpHeaders.EXPECT) == null) {
            drop(request.getInputStream());
        }
    }

    private String detail(Refusal refusal) {
        return switch (refusal) {
            case BODY -> "The body is larger than " + bounds.maxBody().toKilobytes() + " KiB. Send a smaller body.";
            case FORM -> "The server accepts no forms and no multipart bodies. Send JSON.";
            case DEADLINE ->
                "The body did not arrive within " + bounds.arrival().toSeconds()
                        + " seconds. The request was not processed. Try again.";
            case BROKEN -> "The body ends early or its encoding is broken. Check Content-Length and Transfer-Encoding.";
            case BUSY ->
                "Too many large bodies are arriving. The request was not processed. Try again after the time in"
                        + " Retry-After.";
            case HOST, HEADER, QUERY -> throw new IllegalArgumentException(refusal + " is no reason to refuse a body");
        };
    }

    private void drop(InputStream body) {
        long began = System.nanoTime();
        long left = bounds.maxBody().toBytes() * DROPPED;
        byte[] dropped = new byte[FREE];
        try {
            int read = 0;
            while (read >= 0
                    && left > 0
                    && System.nanoTime() - began < bounds.arrival().toNanos()) {
                read = body.read(dropped);
                left -= read;
            }
        } catch (IOException closed) {
            logger.debug("The caller has closed the connection", closed);
        }
    }
}
