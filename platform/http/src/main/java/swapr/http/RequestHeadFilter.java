package swapr.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the query and the media type before anything else does. A query with broken escapes makes Tomcat throw at the
 * first reader of a parameter, and {@code application/*} makes Spring throw where it is copied: both would be a 500.
 */
class RequestHeadFilter extends OncePerRequestFilter {

    private final RefusedRequests refused;

    RequestHeadFilter(RefusedRequests refused) {
        this.refused = refused;
    }

    /** After {@link BodyBufferingFilter}: a form is refused before its body could be read as parameters. */
    static FilterRegistrationBean<RequestHeadFilter> registration(RefusedRequests refused) {
        var registration = new FilterRegistrationBean<>(new RequestHeadFilter(refused));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return registration;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!hasReadableQuery(request)) {
            refused.answer(
                    response, Refusal.QUERY, "The query cannot be read. Write it as name=value, escaped as UTF-8.");
        } else if (!hasReadableType(request)) {
            refused.answer(
                    response,
                    Refusal.HEADER,
                    HttpHeaders.CONTENT_TYPE,
                    "must be a media type, such as application/json");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean hasReadableQuery(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return true;
        } catch (IllegalStateException broken) {
            return false;
        }
    }

    private static boolean hasReadableType(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null) {
            return true;
        }
        try {
            return MediaType.parseMediaType(type).isConcrete();
        } catch (InvalidMediaTypeException noMediaType) {
            return false;
        }
    }
}
