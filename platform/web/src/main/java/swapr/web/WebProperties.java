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
 * The HTTP settings of a service, under {@code swapr.web}.
 *
 * @param publicPaths the calls that need no token, each a method and a path pattern: {@code GET /listings/**}
 * @param atOnce the maximum number of concurrent requests. It is little more than the number of database connections,
 *     so that the relay and the consumers get connections too
 * @param admission the longest time that a request waits for a permit before it gets 503
 */
@Validated
@ConfigurationProperties("swapr.web")
record WebProperties(
        @DefaultValue
        List<@Pattern(regexp = "[A-Z]+ /\\S*", message = "must be like GET /listings/**") String> publicPaths,

        @Positive @DefaultValue("16") int atOnce,
        @NotNull @DefaultValue("3s") Duration admission) {

    /** Returns a matcher for each public call. A public GET also permits HEAD, as HTTP defines. */
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
