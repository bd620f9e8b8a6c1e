package swapr.edge;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request one correlation id. The edge keeps the id of a caller if it is valid. Another value could carry
 * line breaks into the logs or kilobytes into every event, so the edge replaces it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CorrelationId extends OncePerRequestFilter {

    static final String HEADER = "Correlation-Id";
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    static String of(HttpServletRequest request) {
        return (String) request.getAttribute(HEADER);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = choose(request);
        request.setAttribute(HEADER, id);
        response.setHeader(HEADER, id);
        try (var _ = MDC.putCloseable("correlation_id", id)) {
            chain.doFilter(request, response);
        }
    }

    private static String choose(HttpServletRequest request) {
        var given = Collections.list(request.getHeaders(HEADER));
        boolean keep = given.size() == 1 && VALID.matcher(given.getFirst()).matches();
        return keep ? given.getFirst() : UuidCreator.getTimeOrderedEpoch().toString();
    }
}
