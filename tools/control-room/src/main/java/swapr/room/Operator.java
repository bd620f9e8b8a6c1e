package swapr.room;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** The operator's token. It is renewed at half of its life, and kept if user-service is away. */
final class Operator {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** A sign-in costs user-service the hash of a password, so a failed one is not repeated at once. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final URI signIn;
    private final String password;
    private @Nullable String token;
    private Instant end = Instant.MIN;
    private Instant next = Instant.MIN;

    Operator(URI userService, String password) {
        this.signIn = userService.resolve("/sessions");
        this.password = password;
    }

    /** Returns a valid token; null if there is none, because the password is missing or user-service is away. */
    synchronized @Nullable String token() {
        var now = Instant.now();
        if (!password.isEmpty() && now.isAfter(next)) {
            next = now.plus(PAUSE);
            renew(now);
        }
        return now.isBefore(end) ? token : null;
    }

    private void renew(Instant now) {
        try {
            var reply = HttpClient.post(signIn, Map.of("email", "olga@swapr.example", "password", password), TIMEOUT);
            if (reply.status() == 200) {
                var session = Json.MAPPER.readTree(reply.body());
                var life = Duration.ofSeconds(session.path("expires_in").asLong(0));
                token = session.path("access_token").asString("");
                end = now.plus(life);
                next = now.plus(life.dividedBy(2));
            }
        } catch (IOException | JacksonException e) {
            // The next call tries again after the pause. The page shows that user-service is away.
        }
    }
}
