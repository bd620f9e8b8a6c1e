package swapr.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Slow and idle clients, which use the connections of a server on purpose. Each method returns one line for each
 * connection with a wrong result.
 */
final class SlowClients {

    /** The server must have ended an incomplete request after this time. */
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    private static final Duration BYTE_EVERY = Duration.ofSeconds(2);

    private final String door;

    SlowClients(String door) {
        this.door = door;
    }

    /** Sends request bodies on this many sockets, one byte every two seconds. */
    List<String> trickledBodies(int sockets) {
        byte[] start = """
                POST /api/sessions HTTP/1.1\r
                Host: 127.0.0.1\r
                Content-Type: application/json\r
                Content-Length: 2000\r
                \r
                """.getBytes(US_ASCII);
        return Concurrently.problems(Collections.nCopies(sockets, () -> trickle("body", start)));
    }

    /** Sends request heads that never end, one byte every two seconds. */
    List<String> trickledHeads(int sockets) {
        byte[] start = "GET /api/listings HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ".getBytes(US_ASCII);
        return Concurrently.problems(Collections.nCopies(sockets, () -> trickle("head", start)));
    }

    private String trickle(String what, byte[] start) throws IOException {
        long until = System.nanoTime() + DEADLINE.toNanos();
        int sent = 0;
        try (var connection = new RawConnection(door, Duration.ofMillis(100))) {
            connection.send(start);
            while (System.nanoTime() < until) {
                Waiting.pause(BYTE_EVERY);
                connection.send(new byte[] {'x'});
                try {
                    int status = connection.answer(true).status();
                    return status < 500 || status == 503 ? "" : "a slow %s returned %d".formatted(what, status);
                } catch (SocketTimeoutException notYet) {
                    sent++;
                }
            }
        } catch (IOException ended) {
            return "";
        }
        return "the server waits for a slow %s after %d bytes and %d s".formatted(what, sent, DEADLINE.toSeconds());
    }

    /** Opens this many connections, sends nothing on them for this time, and closes them. */
    List<String> idle(int sockets, Duration duration) {
        var open = new ArrayList<Socket>();
        var uri = URI.create(door);
        try {
            for (int i = 0; i < sockets; i++) {
                var socket = new Socket();
                open.add(socket);
                socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 5_000);
            }
            Waiting.pause(duration);
            return List.of();
        } catch (IOException e) {
            return List.of("connection %d of %d was not accepted: %s".formatted(open.size(), sockets, e.getMessage()));
        } finally {
            open.forEach(SlowClients::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // already closed
        }
    }
}
