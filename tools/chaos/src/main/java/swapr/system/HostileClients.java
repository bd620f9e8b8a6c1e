package swapr.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Clients that use a server's resources on purpose: slow, half-closed and idle ones, and senders of too much data. Each
 * method returns one line for each connection with a wrong result.
 */
final class HostileClients {

    /** The server must have ended an incomplete request after this time. */
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    private static final Duration BYTE_EVERY = Duration.ofSeconds(2);
    /** An unknown transfer coding or method (RFC 9112, section 6.1; RFC 9110, section 9.1), and an unknown version. */
    private static final Set<Integer> ALLOWED_BY_HTTP = Set.of(501, 505);

    private static final int MEGABYTE = 1 << 20;

    private final String door;

    HostileClients(String door) {
        this.door = door;
    }

    /** Sends request bodies on this many sockets, one byte every two seconds. */
    List<String> trickledBodies(int sockets) {
        byte[] start = RawConnection.head(
                "POST", "/api/sessions", headers("Content-Type", "application/json", "Content-Length", "2000"));
        return together(Collections.nCopies(sockets, () -> trickle("body", start)));
    }

    /** Sends request heads that never end, one byte every two seconds. */
    List<String> trickledHeads(int sockets) {
        byte[] start = "GET /api/listings HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ".getBytes(US_ASCII);
        return together(Collections.nCopies(sockets, () -> trickle("head", start)));
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
            open.forEach(HostileClients::close);
        }
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
        return together(clients);
    }

    private String tooMuch(String call, String type, boolean announced) {
        String[] words = call.split(" ", -1);
        byte[] part = "a&".repeat(32 * 1024).getBytes(US_ASCII);
        int length = 12 * MEGABYTE;
        try (var connection = new RawConnection(door, Duration.ofSeconds(20))) {
            connection.send(RawConnection.head(
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
            connection.send(RawConnection.head("GET", "/api/listings?limit=1", headers()));
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
                        RawConnection.head("GET", "/api/listings?limit=1", headers("Correlation-Id", "pipelined-" + i)),
                        US_ASCII));
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

    /** Sends invalid heads. Each must get a 4xx, or the end of its connection. */
    List<String> oddHeads() {
        var many = new LinkedHashMap<>(headers());
        IntStream.range(0, 300).forEach(i -> many.put("X-" + i, "y"));
        var heads = List.of(
                RawConnection.head("GET", "/api/listings", headers("X", "y".repeat(200_000))),
                RawConnection.head("GET", "/api/listings?q=" + "y".repeat(200_000), headers()),
                RawConnection.head("GET", "/api/listings", many),
                RawConnection.head("GET", "/api/listings", headers("Content-Length", "-1")),
                RawConnection.head("POST", "/api/sessions", headers("Content-Length", "99999999999999999999")),
                RawConnection.head(
                        "POST", "/api/sessions", headers("Content-Length", "2", "Transfer-Encoding", "nonsense")),
                RawConnection.head("POST", "/api/sessions", headers("Content-Length", "5\r\nContent-Length: 6")),
                RawConnection.head("GET", "/api/listings", Map.of()),
                RawConnection.head("GET", "/api/%zz", headers()),
                RawConnection.head("GET", "/api/users/../actuator", headers()),
                RawConnection.head("GET", "*", headers()),
                RawConnection.head("GET", "http://[", headers()),
                RawConnection.head("CONNECT", "example.org:443", headers()),
                RawConnection.head("GET", "/api/listings", Map.of("Host", "swapr.example.org")),
                "GET /api/listings HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII),
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
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

    private static Map<String, String> headers(String... namesAndValues) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Host", "127.0.0.1");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static List<String> together(List<Callable<String>> clients) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<String>>();
            for (var client : clients) {
                running.add(threads.submit(client));
            }
            var problems = new ArrayList<String>();
            for (var each : running) {
                String problem = each.get();
                if (!problem.isEmpty()) {
                    problems.add(problem);
                }
            }
            return problems;
        } catch (ExecutionException e) {
            return List.of(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
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
