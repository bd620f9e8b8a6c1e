package swapr.room;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;

/** The HTTP server of the control room: the JDK's, with one virtual thread per request. */
final class RoomServer implements AutoCloseable {

    /** No inline script, no inline style, no other origin, and no text that becomes HTML. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    /** A viewer gets a state each second. If there is none, a comment still shows whether the page is open. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private static final String TOO_MANY =
            Updates.MOST_VIEWERS + " tabs show the control room already. Close one of them, and try again.";

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds for a request to arrive
        System.setProperty("sun.net.httpserver.idleInterval", "30");
        System.setProperty("sun.net.httpserver.maxReqHeaders", "50");
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
        System.setProperty("jdk.httpserver.maxConnections", "100");
    }

    private final HttpServer server;
    private final Updates updates;
    private final RequestRules rules;
    private final Routes routes;

    private RoomServer(HttpServer server, Settings settings, Access access, Updates updates, Pages pages) {
        this.server = server;
        this.updates = updates;
        rules = new RequestRules(port());
        routes = new Routes(settings, access, updates, pages, port());
    }

    /** @throws UncheckedIOException if it cannot listen on this port */
    static RoomServer start(Settings settings, Access access, Updates updates, Pages pages) {
        try {
            var server = HttpServer.create(new InetSocketAddress(settings.bind(), settings.port()), 64);
            var room = new RoomServer(server, settings, access, updates, pages);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", room::handle);
            access.open("http://127.0.0.1:" + room.port());
            server.start();
            return room;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + settings.port() + ": " + e.getMessage(), e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HEADERS.forEach(exchange.getResponseHeaders()::set);
            var method = exchange.getRequestMethod();
            var address = exchange.getRequestURI();
            var headers = exchange.getRequestHeaders();
            var refusal = rules.refusal(method, address.getPath(), headers);
            var isStream = method.equals("GET") && address.getPath().equals("/room/api/live");
            if (refusal.isEmpty() && isStream && routes.hasSession(headers)) {
                stream(exchange);
            } else {
                var body = text(exchange);
                send(exchange, refusal.orElseGet(() -> routes.answer(new Request(method, address, headers, body))));
            }
        }
    }

    private static String text(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readNBytes(Request.LONGEST_BODY), StandardCharsets.UTF_8);
    }

    /** Sends Server-Sent Events until the page is closed, too slow, or signed out. */
    private void stream(HttpExchange exchange) throws IOException {
        var joined = updates.join(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        if (joined.isEmpty()) {
            send(exchange, Answer.problem(503, TOO_MANY));
            return;
        }
        var viewer = joined.get();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        try {
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            while (!viewer.isGone() && routes.hasSession(exchange.getRequestHeaders())) {
                var event = viewer.next(LONGEST_WAIT);
                out.write((event == null ? ": nothing\n\n" : event).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            updates.leave(viewer);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
