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
 * Checks the query and the media type before any other code reads them. Tomcat throws an exception at the first read of
 * a parameter if the query has broken escapes. Spring throws one for a media type like {@code application/*}. Both
 * would be answered with 500.
 */
class RequestHeadFilter extends OncePerRequestFilter {

    private final RefusedRequests refused;

    RequestHeadFilter(RefusedRequests refused) {
        this.refused = refused;
    }

    /** The order is after {@link BodyBufferingFilter}, so that a form is refused before it is read as parameters. */
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
                    response,
                    Refusal.QUERY,
                    "The query cannot be read or has too many parameters. Write it as name=value&name=value,"
                            + " percent-encoded as UTF-8.");
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
