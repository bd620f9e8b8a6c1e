package swapr.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import swapr.http.Refusal;
import swapr.http.RefusedRequests;

/**
 * Refuses headers with characters outside ASCII. RFC 9110, section 5.5, defines no meaning for them. The HTTP client of
 * the edge replaces each of them with a question mark, so two different idempotency keys could become equal.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class HeaderValidationFilter extends OncePerRequestFilter {

    private final RefusedRequests refused;

    HeaderValidationFilter(RefusedRequests refused) {
        this.refused = refused;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        for (String name : Collections.list(request.getHeaderNames())) {
            boolean replaced = name.equalsIgnoreCase(CorrelationId.HEADER);
            if (!replaced
                    && !Collections.list(request.getHeaders(name)).stream().allMatch(HeaderValidationFilter::isPlain)) {
                refused.answer(
                        response, Refusal.HEADER, name, "must have only visible ASCII characters, spaces and tabs");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(character -> character == '\t' || (character >= ' ' && character <= '~'));
    }
}
