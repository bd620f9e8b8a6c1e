package swapr.web;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.validation.annotation.Validated;

/**
 * What a service says about its HTTP side, under {@code swapr.web}.
 *
 * @param publicPaths the calls that need no token, each a method and a path pattern: {@code GET /listings/**}
 * @param atOnce requests served at a time, a few for each database connection, so that relay and consumers get theirs
 * @param admission how long a request waits to be among them before it is answered with 503
 */
@Validated
@ConfigurationProperties("swapr.web")
record WebProperties(
        @DefaultValue
        List<@Pattern(regexp = "[A-Z]+ /\\S*", message = "must be like GET /listings/**") String> publicPaths,

        @Positive @DefaultValue("40") int atOnce,
        @NotNull @DefaultValue("1s") Duration admission) {

    /** What may be read with GET may also be asked for with HEAD, as HTTP promises. */
    RequestMatcher[] publicCalls() {
        List<RequestMatcher> calls = new ArrayList<>();
        for (String call : publicPaths) {
            int space = call.indexOf(' ');
            HttpMethod method = HttpMethod.valueOf(call.substring(0, space));
            String path = call.substring(space + 1);
            calls.add(PathPatternRequestMatcher.pathPattern(method, path));
            if (method.equals(HttpMethod.GET)) {
                calls.add(PathPatternRequestMatcher.pathPattern(HttpMethod.HEAD, path));
            }
        }
        return calls.toArray(RequestMatcher[]::new);
    }
}
