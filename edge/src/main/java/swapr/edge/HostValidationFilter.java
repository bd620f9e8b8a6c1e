package swapr.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import swapr.http.Refusal;
import swapr.http.RefusedRequests;

/**
 * Serves only the host names of this machine and those in {@code swapr.edge.hosts}. This prevents DNS rebinding: the
 * owner of a web page lets its host name point to 127.0.0.1, and the page then reads the answers of the edge.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class HostValidationFilter extends OncePerRequestFilter {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Set<String> known = new TreeSet<>(LOOPBACK);
    private final RefusedRequests refused;

    HostValidationFilter(EdgeProperties properties, RefusedRequests refused) {
        properties.hosts().forEach(host -> known.add(host.toLowerCase(Locale.ROOT)));
        this.refused = refused;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (known.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
            chain.doFilter(request, response);
            return;
        }
        refused.answer(
                response,
                Refusal.HOST,
                "The edge does not serve this host name. Use 127.0.0.1 or localhost, or add the name to SWAPR_HOSTS.");
    }
}
