package swapr.room;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cookie with the session. A script of the page cannot read it, and no other page's link or form sends it. */
final class SessionCookie {

    private final String name;

    /** @param port part of the name, because the ports of one host share their cookies */
    SessionCookie(int port) {
        name = "room-" + port;
    }

    /** The session in the headers of a request; null if there is none. */
    @Nullable
    String read(Headers headers) {
        return headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
    }

    /** The value of the header {@code Set-Cookie}. */
    String write(String session, Duration age) {
        return "%s=%s; Path=/room/; Max-Age=%d; HttpOnly; SameSite=Strict".formatted(name, session, age.toSeconds());
    }
}
