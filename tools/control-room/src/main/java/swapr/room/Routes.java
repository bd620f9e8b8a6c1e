package swapr.room;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of the control room, except its stream. Everything but the link and the health needs a session. */
final class Routes {

    private static final String SIGN_IN =
            "The control room needs a session. Run ./swapr status and open the link that it prints.";

    private final Access access;
    private final Updates updates;
    private final Lookup lookup;
    private final String cookie;

    /** @param port part of the cookie's name, because the ports of one host share their cookies */
    Routes(Access access, Updates updates, Lookup lookup, int port) {
        this.access = access;
        this.updates = updates;
        this.lookup = lookup;
        cookie = "room-" + port;
    }

    /** The answer to a request that the {@link RequestRules} allow. */
    Answer answer(String method, URI address, Headers headers) {
        var call = method + " " + address.getPath();
        return switch (call) {
            case "GET /health" -> Answer.json(Map.of("status", "UP"));
            case "GET /", "GET /room" -> Answer.redirect("/room/");
            case "GET /room/enter" -> enter(address.getRawQuery(), headers);
            default -> hasSession(headers) ? inside(call, headers) : Answer.problem(401, SIGN_IN);
        };
    }

    /** A person with a session may open a used link again. */
    private Answer enter(@Nullable String query, Headers headers) {
        var key = query != null && query.startsWith("k=") ? query.substring(2) : null;
        var session = hasSession(headers) ? session(headers) : access.enter(key).orElse(null);
        return session == null
                ? Answer.problem(401, "This link is not valid, or was used. Run ./swapr status to get a new one.")
                : Answer.redirect("/room/").with("Set-Cookie", cookie(session, Access.SESSION));
    }

    private Answer inside(String call, Headers headers) {
        return switch (call) {
            case "GET /room/" -> Page.file("index.html");
            case "GET /room/api/session" -> {
                var about = new LinkedHashMap<String, Object>();
                about.put("mode", "read");
                about.put("viewers", updates.viewers());
                about.put("most_viewers", Updates.MOST_VIEWERS);
                yield Answer.json(about);
            }
            case "DELETE /room/api/session" -> {
                access.end(String.valueOf(session(headers)));
                yield new Answer(204, Map.of("Set-Cookie", cookie("", Duration.ZERO)), "");
            }
            default -> call.startsWith("GET /room/") ? get(call.substring(10)) : Page.notFound();
        };
    }

    /** A page, the answer for a page, or a file. */
    private Answer get(String path) {
        var id = path.substring(path.lastIndexOf('/') + 1);
        return switch (path.substring(0, path.length() - id.length())) {
            case "journeys/", "orders/" -> Page.file("index.html");
            case "api/journeys/" -> lookup.journey(id);
            case "api/orders/" -> lookup.order(id);
            default -> Page.file(path);
        };
    }

    boolean hasSession(Headers headers) {
        return access.isOpen(session(headers));
    }

    private @Nullable String session(Headers headers) {
        return headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(cookie + "="))
                .map(pair -> pair.substring(cookie.length() + 1))
                .findFirst()
                .orElse(null);
    }

    private String cookie(String value, Duration age) {
        return "%s=%s; Path=/room/; Max-Age=%d; HttpOnly; SameSite=Strict".formatted(cookie, value, age.toSeconds());
    }
}
