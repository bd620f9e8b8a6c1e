package swapr.room;

import com.sun.net.httpserver.Headers;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests that another web page makes. A browser sends them with the cookies of the room, because cookies do
 * not depend on the port: a page of any local program could otherwise use the session.
 */
final class RequestRules {

    private final Set<String> hosts;

    /** @param port the port that the header {@code Host} must have */
    RequestRules(int port) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    /** The refusal of a request; empty if it may go on. */
    Optional<Answer> refusal(String method, String path, Headers headers) {
        var host = headers.getFirst("Host");
        if (host == null || !hosts.contains(host.strip().toLowerCase(Locale.ROOT))) {
            return Optional.of(Answer.problem(
                    421, "The control room serves only 127.0.0.1 and localhost, with its own port. Use that address."));
        }
        var site = headers.getFirst("Sec-Fetch-Site");
        var sameOrigin = site == null || site.equals("same-origin");
        if (method.equals("GET")) {
            return isPage(path) || sameOrigin || site.equals("none") ? Optional.empty() : Optional.of(otherPage());
        }
        // Another page cannot set this header: a browser asks the room first, and the room does not answer that.
        if (!sameOrigin || !"room".equals(headers.getFirst("X-Swapr"))) {
            return Optional.of(otherPage());
        }
        return method.equals("DELETE") || isJson(headers)
                ? Optional.empty()
                : Optional.of(Answer.problem(415, "Send JSON, with the header Content-Type: application/json."));
    }

    private static boolean isJson(Headers headers) {
        var type = headers.getFirst("Content-Type");
        return type != null && type.startsWith("application/json");
    }

    /** Addresses that a person opens, also from a link in another page. */
    private static boolean isPage(String path) {
        return Set.of("/", "/health", "/room", "/room/", "/room/enter").contains(path) || Routes.isPage(path);
    }

    private static Answer otherPage() {
        return Answer.problem(
                403,
                "Only the page of the control room may do this. A request that changes something needs the header"
                        + " X-Swapr: room.");
    }
}
