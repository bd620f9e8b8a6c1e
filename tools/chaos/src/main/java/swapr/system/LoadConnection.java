package swapr.system;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that is opened again after the server has closed it. */
final class LoadConnection implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final String door;
    private final String host;
    private @Nullable RawConnection open;

    LoadConnection(String door) {
        this.door = door;
        this.host = URI.create(door).getAuthority();
    }

    /** Sends the request once. Returns null without a response. */
    RawConnection.@Nullable Answer exchange(LoadSender.Request request) {
        try {
            if (open == null) {
                open = new RawConnection(door, TIMEOUT);
            }
            open.send(bytes(request));
            var answer = open.answer(true);
            if (answer.closing()) {
                close();
            }
            return answer;
        } catch (IOException e) {
            close();
            return null;
        }
    }

    private byte[] bytes(LoadSender.Request request) {
        return ("POST " + request.path() + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer "
                        + request.from().token() + "\r\nIdempotency-Key: " + request.key()
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + request.body().length() + "\r\n\r\n" + request.body())
                .getBytes(StandardCharsets.ISO_8859_1); // all requests are ASCII
    }

    @Override
    public void close() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // The next request uses a new connection.
        }
        open = null;
    }
}
