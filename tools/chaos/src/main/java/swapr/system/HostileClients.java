package swapr.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static swapr.system.RequestHead.head;
import static swapr.system.RequestHead.headers;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Clients that use a server's resources on purpose: half-closed ones, and senders of too much or invalid
 * data. Each method returns one line for each connection with a wrong result.
 */
final class HostileClients {

    private static final int MEGABYTE = 1 << 20;

    private final String door;

    HostileClients(String door) {
        this.door = door;
    }

    /** Sends bodies of 12 MiB and several types to several paths, with Content-Length and in chunks. */
    List<String> tooMuch() {
        var clients = new ArrayList<Callable<String>>();
        for (String type : List.of(
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "text/plain")) {
            for (String call : List.of(
                    "PATCH /api/users/me",
                    "POST /api/sessions",
                    "PUT /api/listings",
                    "DELETE /api/orders",
                    "POST /nowhere")) {
                clients.add(() -> tooMuch(call, type, true));
                clients.add(() -> tooMuch(call, type, false));
            }
        }
        return Concurrently.problems(clients);
    }

    private String tooMuch(String call, String type, boolean announced) {
        String[] words = call.split(" ", -1);
        byte[] part = "a&".repeat(32 * 1024).getBytes(US_ASCII);
        int length = 12 * MEGABYTE;
        try (var connection = new RawConnection(door, Duration.ofSeconds(20))) {
            connection.send(head(
                    words[0],
                    words[1],
                    announced
                            ? headers("Content-Type", type, "Content-Length", Integer.toString(length))
                            : headers("Content-Type", type, "Transfer-Encoding", "chunked")));
            // Reads the response while it sends, because the 413 can arrive before the end of the body.
            var sending = Thread.ofVirtual().start(() -> send(connection, part, length / part.length, announced));
            int status = connection.answer(true).status();
            sending.interrupt();
            return status == 413 || status == 404 || status == 405 || status == 415
                    ? ""
                    : "%s with 12 MiB of %s returned %d".formatted(call, type, status);
        } catch (IOException e) {
            return "%s with 12 MiB of %s, %s, got no response: %s"
                    .formatted(call, type, announced ? "with Content-Length" : "in chunks", e.getMessage());
        }
    }

    private static void send(RawConnection connection, byte[] part, int times, boolean announced) {
        try {
            for (int i = 0; i < times && !Thread.currentThread().isInterrupted(); i++) {
                if (!announced) {
                    connection.send("%x\r\n".formatted(part.length).getBytes(US_ASCII));
                }
                connection.send(part);
                if (!announced) {
                    connection.send("\r\n".getBytes(US_ASCII));
                }
            }
        } catch (IOException closed) {
            // by the server, which has already responded
            return;
        }
    }

    /** Closes the sending side. A complete request must get its response. An incomplete one must end the connection. */
    List<String> halfClosed() {
        var problems = new ArrayList<String>();
        try (var connection = new RawConnection(door, Duration.ofSeconds(20))) {
            connection.send(head("GET", "/api/listings?limit=1", headers()));
            connection.endSending();
            int status = connection.answer(true).status();
            if (status != 200) {
                problems.add("a half-closed client received %d".formatted(status));
            }
            connection.awaitEnd();
        } catch (IOException e) {
            problems.add("a half-closed client got no response: " + e.getMessage());
        }
        for (String half : List.of(
                "GET /api/li", "POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n{")) {
            try (var connection = new RawConnection(door, Duration.ofSeconds(20))) {
                connection.send(half.getBytes(US_ASCII));
                connection.endSending();
                connection.awaitEnd();
            } catch (SocketTimeoutException e) {
                problems.add("an incomplete request keeps its connection open");
            } catch (IOException reset) {
                // a reset ends the connection, too
            }
        }
        return problems;
    }

    /** Sends many requests in one write. The responses must arrive in the same order. */
    List<String> pipelined(int requests) {
        try (var connection = new RawConnection(door, Duration.ofSeconds(20))) {
            var all = new StringBuilder();
            for (int i = 0; i < requests; i++) {
                all.append(new String(
                        head("GET", "/api/listings?limit=1", headers("Correlation-Id", "pipelined-" + i)), US_ASCII));
            }
            connection.send(all.toString().getBytes(US_ASCII));
            for (int i = 0; i < requests; i++) {
                var answer = connection.answer(true);
                if (answer.status() != 200
                        || !("pipelined-" + i).equals(answer.headers().get("correlation-id"))) {
                    return List.of("pipelined request %d returned %d for %s"
                            .formatted(i, answer.status(), answer.headers().get("correlation-id")));
                }
            }
            return List.of();
        } catch (IOException e) {
            return List.of("the connection ended during pipelined requests: " + e.getMessage());
        }
    }
}
