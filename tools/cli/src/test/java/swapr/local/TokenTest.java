package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {

    @Test
    void aSignInIsRepeatedWhileTheServiceIsOverloaded(@TempDir Path home) throws Exception {
        var calls = new AtomicInteger();
        var edge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        edge.createContext("/api/sessions", exchange -> {
            if (calls.incrementAndGet() == 1) {
                answer(exchange, 503, "{\"detail\":\"overloaded\"}");
            } else {
                answer(exchange, 200, "{\"access_token\":\"a token\"}");
            }
        });
        edge.start();
        try {
            var layout = new Layout(home, home);
            var state = new State(layout.state());
            state.ports(new PortBlock(edge.getAddress().getPort()));
            state.add(RunningProcess.of("edge", ProcessHandle.current()));

            assertThat(Token.of(Person.OLGA, layout)).isEqualTo("a token");
            assertThat(calls).hasValue(2);
        } finally {
            edge.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            var body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
