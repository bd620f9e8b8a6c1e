package swapr.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Restricts answers in a browser. Answers of the API may load nothing. Pages may load only scripts and styles from the
 * edge's own files. No other site may frame, embed or open them with access. The headers follow OWASP's HTTP Headers
 * and REST Security cheat sheets.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class SecurityHeaders extends OncePerRequestFilter {

    private static final String POLICY = "Content-Security-Policy";

    private static final Map<String, String> ALL = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    /** Pages may change themselves by nodes only: no script may turn a text into HTML. */
    private static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script';"
            + " connect-src 'self'";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        addTo(response, policy(request.getRequestURI()));
        chain.doFilter(request, response);
    }

    private static String policy(String path) {
        return path.startsWith("/api") ? NOTHING : PAGE;
    }

    /** Adds the headers to an answer that passes through no filter. */
    static void addTo(HttpServletResponse response) {
        addTo(response, NOTHING);
    }

    private static void addTo(HttpServletResponse response, String policy) {
        ALL.forEach(response::setHeader);
        response.setHeader(POLICY, policy);
    }

    /** Removes the security headers of a service, because the edge adds its own. */
    static ServerResponse removeFrom(ServerRequest request, ServerResponse response) {
        ALL.keySet().forEach(response.headers()::remove);
        response.headers().remove(POLICY);
        response.headers().remove("X-Frame-Options");
        response.headers().remove("X-XSS-Protection");
        return response;
    }
}
