package swapr.room;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls the processes of the marketplace. {@code HttpURLConnection} takes less memory than the newer client. */
final class HttpClient {

    /** Bytes. Parsed JSON takes about ten times as much of the small heap, and a journey reads five services. */
    private static final int LARGEST = 1 << 18;

    record Reply(int status, String body) {}

    private HttpClient() {}

    /**
     * Sends GET.
     *
     * @param token a bearer token; null for none
     * @throws java.net.SocketTimeoutException if the process accepts the connection and does not answer
     * @throws IOException if the process cannot be reached, or if its answer is too large
     */
    static Reply get(URI address, @Nullable String token, Duration timeout) throws IOException {
        return send("GET", address, token, null, timeout);
    }

    /**
     * Sends a request with this method.
     *
     * @param token a bearer token; null for none
     * @param body an object that is sent as JSON; null for none
     */
    static Reply send(String method, URI address, @Nullable String token, @Nullable Object body, Duration timeout)
            throws IOException {
        var connection = open(address, timeout);
        connection.setRequestMethod(method);
        if (token != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        if (body != null) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (var out = connection.getOutputStream()) {
                out.write(Json.of(body).getBytes(StandardCharsets.UTF_8));
            }
        }
        return reply(connection);
    }

    /** Sends POST with this object as JSON. */
    static Reply post(URI address, Object body, Duration timeout) throws IOException {
        return send("POST", address, null, body, timeout);
    }

    private static HttpURLConnection open(URI address, Duration timeout) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private static Reply reply(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            var body = in == null ? new byte[0] : in.readNBytes(LARGEST + 1);
            if (body.length > LARGEST) {
                throw new IOException("Its answer has more than 256 KB.");
            }
            return new Reply(status, new String(body, StandardCharsets.UTF_8));
        }
    }
}
