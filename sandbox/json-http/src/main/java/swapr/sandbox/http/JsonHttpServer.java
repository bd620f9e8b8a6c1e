package swapr.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The JDK's HTTP server with JSON and one virtual thread per call. The bank and the mail page use it. */
public final class JsonHttpServer implements AutoCloseable {

    /** Names in snake_case. Unknown fields are ignored. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** In bytes: about a hundred times the largest request that makes sense. */
    static final int LARGEST_BODY = 64 << 10;

    static {
        // Without it the body of a response waits up to 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A request must arrive within ten seconds. A response may take longer than the bank's longest delay.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "180");
        System.setProperty(
                "sun.net.httpserver.drainAmount", "1048576"); // so that a client that is still sending can read its 413
        // In seconds. A client of the JDK keeps an idle connection for 30 s, and must close it first.
        System.setProperty("sun.net.httpserver.idleInterval", "60");
        System.setProperty("sun.net.httpserver.maxReqHeaders", "50");
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
        System.setProperty("jdk.httpserver.maxConnections", "1000");
    }

    private final HttpServer server;
    private final AllowedHosts hosts;
    private final Function<Call, Answer> calls;

    private JsonHttpServer(HttpServer server, AllowedHosts hosts, Function<Call, Answer> calls) {
        this.server = server;
        this.hosts = hosts;
        this.calls = calls;
    }

    /**
     * Starts a server.
     *
     * @param bind the address to listen on
     * @param port the port to listen on; 0 for any free port
     * @param hosts requests to other host names get the status 421
     * @param calls answers a call; it runs in a virtual thread
     * @throws UncheckedIOException if it cannot listen on this port
     */
    public static JsonHttpServer serve(String bind, int port, AllowedHosts hosts, Function<Call, Answer> calls) {
        try {
            var server = HttpServer.create(new InetSocketAddress(bind, port), 1024);
            var http = new JsonHttpServer(server, hosts, calls);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", http::respond);
            server.start();
            return http;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on %s:%d: %s".formatted(bind, port, e.getMessage()), e);
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            if (answer.equals(Answer.LOST)) {
                return;
            }
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.contentType());
            headers.set("Content-Security-Policy", answer.policy());
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            // The start page of the edge asks from another port of this machine whether the mail server answers.
            headers.set("Cross-Origin-Resource-Policy", "same-site");
            headers.set("Cache-Control", "no-store");
            if (answer.status() == 413) {
                headers.set("Connection", "close"); // the rest of the body is not read
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            // Closed before the exchange, because closing the exchange reads the rest of the request and may fail.
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            if (!hosts.include(exchange.getRequestHeaders().getFirst("Host"))) {
                return new Answer(
                        421,
                        "text/plain; charset=utf-8",
                        "This server accepts the host names 127.0.0.1 and localhost. SWAPR_HOSTS adds other names.\n");
            }
            return calls.apply(new Call(exchange, boundedBody(exchange)));
        } catch (Refused e) {
            return e.answer();
        } catch (RuntimeException e) {
            // The message may quote the request, and the log must not contain personal data.
            System.err.printf(
                    "%s %s failed: %s at %s%n",
                    exchange.getRequestMethod(),
                    exchange.getHttpContext().getPath(),
                    e.getClass().getName(),
                    e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
            return new Refused(500, "internal error; see the log of this server").answer();
        }
    }

    /** Reads the body up to its limit, whether its length was announced or not. */
    private static String boundedBody(HttpExchange exchange) throws IOException {
        var announced = exchange.getRequestHeaders().getFirst("Content-Length");
        if (announced != null && (announced.length() > 9 || Long.parseLong(announced) > LARGEST_BODY)) {
            throw tooLarge();
        }
        var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw tooLarge();
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Refused tooLarge() {
        return new Refused(413, "the body is larger than %d bytes: send less".formatted(LARGEST_BODY));
    }

    /** The port on which it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
