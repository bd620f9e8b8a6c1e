package swapr.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import swapr.messaging.EventContext;

/**
 * Logs each refused call (401, 403) to the {@link AuditLog}. On the management port it also logs each change by an
 * operator. A line has no token, no e-mail address and no query string.
 */
class AuditFilter implements Filter {

    private static final Set<Integer> REFUSED = Set.of(401, 403);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9/._-]");
    /** A path segment that is longer than a UUID, so it may be a token. */
    private static final Pattern LONG_SEGMENT = Pattern.compile("[^/]{37,}");

    private static final int MAX_PATH = 200;

    private final AuditLog log;
    private final boolean forOperators;

    private AuditFilter(AuditLog log, boolean forOperators) {
        this.log = log;
        this.forOperators = forOperators;
    }

    /** @param forOperators whether to log each call that is not GET, HEAD or OPTIONS as a change by an operator */
    static FilterRegistrationBean<AuditFilter> registration(AuditLog log, boolean forOperators) {
        FilterRegistrationBean<AuditFilter> registration =
                new FilterRegistrationBean<>(new AuditFilter(log, forOperators));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1); // inside the correlation filter, outside all others
        return registration;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            logIfAudited((HttpServletRequest) request, ((HttpServletResponse) response).getStatus());
        }
    }

    private void logIfAudited(HttpServletRequest request, int status) {
        if (REFUSED.contains(status)) {
            write("refused", request, status);
        } else if (forOperators && !READING.contains(request.getMethod())) {
            write("operator", request, status);
        }
    }

    /** The line has the context of the request, because the actor's context ended with the token check. */
    private void write(String event, HttpServletRequest request, int status) {
        EventContext context = CorrelationFilter.contextOf(request);
        context.run(() -> log.write("event=%s status=%d method=%s path=%s subject=%s correlation_id=%s"
                .formatted(
                        event,
                        status,
                        cleaned(request.getMethod()),
                        cleaned(request.getRequestURI()),
                        context.actor(),
                        context.correlationId())));
    }

    static String cleaned(String path) {
        String plain =
                LONG_SEGMENT.matcher(UNUSUAL.matcher(path).replaceAll("?")).replaceAll("*");
        return plain.length() <= MAX_PATH ? plain : plain.substring(0, MAX_PATH);
    }
}
