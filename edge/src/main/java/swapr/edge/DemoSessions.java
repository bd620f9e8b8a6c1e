package swapr.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.server.ResponseStatusException;

/**
 * Signs in the sample users Ada and Bob with one click. The edge has their passwords only if {@code ./swapr up} started
 * it. The operator Olga is never signed in here. A page of another site must not get a token, so the browser's own
 * headers must say that the request comes from a page of the edge on this machine.
 */
@RestController
class DemoSessions {

    /** @param people the users that can be signed in; none if this is not a marketplace on one machine */
    record Demo(List<String> people, URI mail) {}

    record SignIn(@Nullable String person) {}

    record Credentials(String email, String password) {}

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final HttpStatusCode MISDIRECTED = HttpStatusCode.valueOf(421);

    private final EdgeProperties properties;
    private final RestClient http;

    DemoSessions(EdgeProperties properties, RestClient.Builder http) {
        this.properties = properties;
        this.http = http.build();
    }

    @GetMapping("/demo")
    Demo show() {
        return new Demo(properties.demo().people(), properties.mail());
    }

    @PostMapping("/demo/sessions")
    ResponseEntity<String> signIn(@RequestBody SignIn wanted, HttpServletRequest request) {
        if (!THIS_MACHINE.contains(request.getServerName())) {
            throw new ResponseStatusException(MISDIRECTED, "Sample users can sign in on 127.0.0.1 and localhost only.");
        }
        if (!"same-origin".equals(request.getHeader("Sec-Fetch-Site"))) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Only a page of this server may call this.");
        }
        String password = properties.demo().password(wanted.person());
        if (password.isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.NOT_FOUND,
                    "There is no such sample user here. GET /demo lists the sample users that can sign in.");
        }
        return openSession(new Credentials(wanted.person() + "@swapr.example", password), CorrelationId.of(request));
    }

    /** Asks the instances of user-service in turn. The edge returns the first answer unchanged. */
    private ResponseEntity<String> openSession(Credentials credentials, String correlationId) {
        for (URI instance : properties.user()) {
            try {
                return http.post()
                        .uri(instance.resolve("/sessions"))
                        .header(CorrelationId.HEADER, correlationId)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(credentials)
                        .exchangeForRequiredValue((sent, answer) -> ResponseEntity.status(answer.getStatusCode())
                                .headers(headers -> headers.setContentType(
                                        answer.getHeaders().getContentType()))
                                .cacheControl(CacheControl.noStore())
                                .body(StreamUtils.copyToString(answer.getBody(), StandardCharsets.UTF_8)));
            } catch (ResourceAccessException failure) {
                if (!(failure.getCause() instanceof ConnectException)) {
                    break;
                }
            }
        }
        throw new ResponseStatusException(
                HttpStatus.SERVICE_UNAVAILABLE, "user-service cannot be reached. The sign-in failed. Try again.");
    }
}
