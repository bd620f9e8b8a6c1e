package swapr.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static swapr.system.RequestHead.head;
import static swapr.system.RequestHead.headers;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Requests with an invalid head. */
final class InvalidHeads {

    /** An unknown transfer coding or method (RFC 9112, section 6.1; RFC 9110, section 9.1), and an unknown version. */
    private static final Set<Integer> ALLOWED_BY_HTTP = Set.of(501, 505);

    private final String door;

    InvalidHeads(String door) {
        this.door = door;
    }

    /** Sends invalid heads. Each must get a 4xx, or the end of its connection. */
    List<String> send() {
        var many = new LinkedHashMap<>(headers());
        IntStream.range(0, 300).forEach(i -> many.put("X-" + i, "y"));
        var heads = List.of(
                head("GET", "/api/listings", headers("X", "y".repeat(200_000))),
                head("GET", "/api/listings?q=" + "y".repeat(200_000), headers()),
                head("GET", "/api/listings", many),
                head("GET", "/api/listings", headers("Content-Length", "-1")),
                head("POST", "/api/sessions", headers("Content-Length", "99999999999999999999")),
                head("POST", "/api/sessions", headers("Content-Length", "2", "Transfer-Encoding", "nonsense")),
                head("POST", "/api/sessions", headers("Content-Length", "5\r\nContent-Length: 6")),
                head("GET", "/api/listings", Map.of()),
                head("GET", "/api/%zz", headers()),
                head("GET", "/api/users/../actuator", headers()),
                head("GET", "*", headers()),
                head("GET", "http://[", headers()),
                head("CONNECT", "example.org:443", headers()),
                head("GET", "/api/listings", Map.of("Host", "swapr.example.org")),
                "GET /api/listings HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII),
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1),
                "\u0000\u0000\u0000\r\n\r\n".getBytes(US_ASCII),
                "GET\r\n\r\n".getBytes(US_ASCII));
        var problems = new ArrayList<String>();
        for (byte[] head : heads) {
            String shown = new String(Arrays.copyOf(head, 40), US_ASCII).replaceAll("[^ -~]+", " ");
            try (var connection = new RawConnection(door, Duration.ofSeconds(20))) {
                connection.send(head);
                int status = connection.answer(true).status();
                if (status < 400 || (status >= 500 && !ALLOWED_BY_HTTP.contains(status))) {
                    problems.add("%s... returned %d".formatted(shown, status));
                }
            } catch (SocketTimeoutException e) {
                problems.add("%s... got no response, and the connection stays open".formatted(shown));
            } catch (IOException ended) {
                // the end without a response is allowed here
            }
        }
        return problems;
    }
}
