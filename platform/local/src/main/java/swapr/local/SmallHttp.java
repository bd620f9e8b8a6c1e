package swapr.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The JDK's HTTP server with JSON, one virtual thread per call: enough for the bank and the mail page. */
final class SmallHttp implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final int LARGEST_BODY = 1 << 20;

    static {
        // Without it an answer's body waits up to 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;

    private SmallHttp(HttpServer server) {
        this.server = server;
    }

    /** One call: {@code query} and {@code header} give null for what is missing. */
    record Call(HttpExchange exchange, String body) {

        String target() {
            return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        }

        String path() {
            return exchange.getRequestURI().getPath();
        }

        @Nullable
        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        @Nullable
        String query(String name) {
            var values = new HashMap<String, String>();
            var query = exchange.getRequestURI().getRawQuery();
            for (var pair : (query == null ? "" : query).split("&", -1)) {
                var equals = pair.indexOf('=');
                if (equals > 0) {
                    values.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
            return values.get(name);
        }

        <T> T read(Class<T> type) {
            try {
                var value = JSON.readValue(body, type);
                if (value == null) {
                    throw new Refused(400, "the body is empty");
                }
                return value;
            } catch (JacksonException e) {
                throw new Refused(400, "the body is not the JSON expected here: " + e.getOriginalMessage());
            }
        }
    }

    record Answer(int status, String contentType, String body) {

        /** No answer at all: the connection ends, and the caller cannot know what happened. */
        static final Answer LOST = new Answer(0, "", "");

        static Answer json(int status, Object body) {
            return new Answer(status, "application/json", JSON.writeValueAsString(body));
        }

        static Answer html(String body) {
            return new Answer(200, "text/html; charset=utf-8", body);
        }
    }

    /** A call that ends with this status and sentence. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(int status, String detail) {
            super(detail);
            this.status = status;
        }

        private Answer answer() {
            return Answer.json(status, Map.of("status", status, "detail", String.valueOf(getMessage())));
        }
    }

    static SmallHttp serve(String bind, int port, Function<Call, Answer> calls) {
        try {
            var server = HttpServer.create(new InetSocketAddress(bind, port), 1024);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> respond(exchange, calls));
            server.start();
            return new SmallHttp(server);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on %s:%d: %s".formatted(bind, port, e.getMessage()), e);
        }
    }

    private static void respond(HttpExchange exchange, Function<Call, Answer> calls) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
            var answer = answer(new Call(exchange, new String(body, StandardCharsets.UTF_8)), calls);
            if (answer.equals(Answer.LOST)) {
                return;
            }
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Answer answer(Call call, Function<Call, Answer> calls) {
        try {
            return calls.apply(call);
        } catch (Refused e) {
            return e.answer();
        } catch (RuntimeException e) {
            System.err.println(call.target() + " failed: " + e);
            return new Refused(500, "an error of this server; see its log").answer();
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
