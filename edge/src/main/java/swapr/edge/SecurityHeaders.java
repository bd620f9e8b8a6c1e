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
 * Tells browsers what an answer may do: nothing at all for those of the API, and little for the pages, whose scripts and
 * styles are files of their own. No other site may frame, embed or open them with access. As OWASP's HTTP Headers and REST
 * Security cheat sheets recommend.
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

    private final String ofPages;

    /** The landing page asks the API and the mailbox whether they answer. Its icon is empty and stands in the page. */
    SecurityHeaders(EdgeProperties at) {
        this.ofPages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' "
                + at.mail() + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        addTo(response, request.getRequestURI().startsWith("/api") ? NOTHING : ofPages);
        chain.doFilter(request, response);
    }

    /** For what no filter sees. */
    static void addTo(HttpServletResponse response) {
        addTo(response, NOTHING);
    }

    private static void addTo(HttpServletResponse response, String policy) {
        ALL.forEach(response::setHeader);
        response.setHeader(POLICY, policy);
    }

    /** A service's own would come in addition. The edge has the last word. */
    static ServerResponse removeFrom(ServerRequest request, ServerResponse response) {
        ALL.keySet().forEach(response.headers()::remove);
        response.headers().remove(POLICY);
        response.headers().remove("X-Frame-Options");
        response.headers().remove("X-XSS-Protection");
        return response;
    }
}
