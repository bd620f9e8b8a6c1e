package swapr.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses paths that a service could interpret differently. {@code /api/users/../actuator} starts with {@code
 * /api/users} for the edge and with {@code /actuator} for a service. No call of Swapr needs escapes in its path.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class PathValidationFilter extends OncePerRequestFilter {

    private static final Pattern PLAIN = Pattern.compile("/(?!.*//)(?!(.*/)?\\.\\.?(/|$))[A-Za-z0-9._~/-]*");

    private final JsonMapper json;

    PathValidationFilter(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (PLAIN.matcher(request.getRequestURI()).matches()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(
                response.getOutputStream(),
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.BAD_REQUEST,
                        "The path has a character or a segment that the edge does not accept. Use letters, digits,"
                                + " '-', '.', '_' and '~', and no empty, '.' or '..' segment."));
    }
}
