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
 * Reads the body before anything else does, within {@link RequestProperties}, and passes the request on when all of it is
 * here. So nothing after it can be made to read too much, and no thread, place or connection to a service waits for a slow
 * caller. A body over a bound is answered at once, then read and dropped for a while: a caller who is still sending would
 * otherwise lose the answer together with the connection.
 */
class BodyBufferingFilter extends OncePerRequestFilter {

    /** What each body may have without a share of the common memory, in bytes. Most bodies are smaller than this. */
    static final int FREE = 4 * 1024;

    /** How much is dropped after an answer, in times of the largest body. */
    private static final int DROPPED = 64;

    private final RequestProperties bounds;
    private final BodyMemory memory;
    private final RefusedRequests refused;

    BodyBufferingFilter(RequestProperties bounds, RefusedRequests refused) {
        this.bounds = bounds;
        this.memory = new BodyMemory(bounds.allBodies().toBytes());
        this.refused = refused;
    }

    /** After the filters that only note something about a request, and ahead of all that do something. */
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
        request.setAttribute(
                ProblemErrorController.DETAIL, detail(refusal)); // Tomcat itself has answered a read that failed
        refused.answer(response, refusal, detail(refusal));
        boolean stillSending = refusal != Refusal.DEADLINE && refusal != Refusal.BROKEN;
        if (stillSending && request.getHeader(HttpHeaders.EXPECT) == null) {
            drop(request.getInputStream());
        }
    }

    private String detail(Refusal refusal) {
        return switch (refusal) {
            case BODY -> "The body is larger than " + bounds.maxBody().toKilobytes() + " KiB. Send less.";
            case FORM -> "Forms and bodies of several parts are not taken. Send JSON.";
            case DEADLINE ->
                "The body did not arrive within " + bounds.arrival().toSeconds()
                        + " seconds. Nothing was done. Try again.";
            case BROKEN -> "The body ended early or is not encoded as its headers say.";
            case BUSY -> "Too many large bodies arrive at this moment. Nothing was done. Try again.";
            case HOST, HEADER, QUERY -> throw new IllegalArgumentException(refusal + " is not about a body");
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
        } catch (IOException gone) {
            logger.debug("The caller is gone", gone);
        }
    }
}
