package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Sends requests over each limit. It uses sockets, because HTTP clients do not send such requests. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:swapr/http.yaml",
            "spring.threads.virtual.enabled=true",
            "server.tomcat.connection-timeout=5s",
            "swapr.http.max-body=64KB",
            "swapr.http.all-bodies=256KB",
            "swapr.http.arrival=5s"
        })
@Timeout(60)
class BoundsTest {

    private static final int MAX = 64 * 1024;
    private static final String JSON = "Content-Type: application/json\r\n";

    private final int port;

    @Autowired
    BoundsTest(@LocalServerPort int port) {
        this.port = port;
    }

    @Test
    void theLargestBodyIsAccepted() throws IOException {
        assertThat(post(JSON, "x".repeat(MAX))).startsWith("HTTP/1.1 200").endsWith("\r\n" + MAX);
        assertThat(postInChunks(JSON, "x".repeat(MAX), 1))
                .startsWith("HTTP/1.1 200")
                .contains("\r\n" + MAX);
    }

    @Test
    void oneByteMoreIs413WithAndWithoutALength() throws IOException {
        assertThat(post(JSON, "x".repeat(MAX + 1))).startsWith("HTTP/1.1 413").contains("application/problem+json");
        assertThat(postInChunks(JSON, "x".repeat(MAX + 1), 1))
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json");
    }

    /** The caller sends the whole body before it reads. If the server stopped reading, the connection would break. */
    @Test
    void aCallerThatIsStillSendingCanReadTheAnswer() throws IOException {
        assertThat(postInChunks(JSON, "x".repeat(MAX), 48)).startsWith("HTTP/1.1 413");
        assertThat(post(JSON, "x".repeat(48 * MAX))).startsWith("HTTP/1.1 413").contains("Connection: close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "GET"})
    void formsAndMultipartBodiesAre415AndNotRead(String method) throws IOException {
        for (String type :
                List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", " Multipart/Mixed")) {
            String head = "Content-Type: " + type + "\r\n";
            assertThat(send(method, head, "a&".repeat(MAX * 20))).startsWith("HTTP/1.1 415");
            assertThat(sendInChunks(method, head, "a&".repeat(MAX / 2), 20)).startsWith("HTTP/1.1 415");
        }
    }

    @Test
    void anEmptyFormIsAccepted() throws IOException {
        assertThat(post("Content-Type: application/x-www-form-urlencoded\r\n", ""))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aCallerThatExpects100ContinueGetsOnlyTheFinalAnswer() throws IOException {
        try (var socket = connect()) {
            write(socket, """
                    POST /length HTTP/1.1\r
                    Host: localhost\r
                    Expect: 100-continue\r
                    Content-Length: 999999\r
                    \r
                    """);
            assertThat(read(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aBodyThatArrivesTooSlowlyIs408() throws Exception {
        try (var socket = connect()) {
            write(socket, "POST /length HTTP/1.1\r\nHost: localhost\r\n" + JSON + "Content-Length: 1000\r\n\r\n");
            var answer = CompletableFuture.supplyAsync(() -> read(socket));
            Awaitility.await().pollInterval(java.time.Duration.ofMillis(300)).until(() -> {
                write(socket, "x");
                return answer.isDone();
            });
            assertThat(answer.get()).startsWith("HTTP/1.1 408").contains("within 5 seconds");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=%ff", "q=%", "%zz=1", "q=%c3%28", "&&&==", "=1"})
    void anUnreadableQueryIs400(String query) throws IOException {
        assertThat(get("/length?" + query, "")).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }

    @Test
    void moreParametersThanTomcatAcceptsAre400() throws IOException {
        assertThat(get("/length?" + "a=1&".repeat(1_001), "")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/*", "*/*", ";;", "nonsense"})
    void anInvalidContentTypeIs400(String type) throws IOException {
        assertThat(get("/length", "Content-Type: " + type + "\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void aBodyThatStopsIs408AndABrokenBodyIs400() throws IOException {
        try (var socket = connect()) {
            write(socket, "POST /length HTTP/1.1\r\nHost: localhost\r\n" + JSON + "Content-Length: 10\r\n\r\nx");
            assertThat(read(socket)).startsWith("HTTP/1.1 408");
        }
        try (var socket = connect()) {
            write(
                    socket,
                    "POST /length HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n");
            assertThat(read(socket)).startsWith("HTTP/1.1 400").contains("application/problem+json");
        }
    }

    @Test
    void aHeadThatArrivesTooSlowlyEndsTheConnection() throws Exception {
        try (var socket = connect()) {
            write(socket, "GET /length HTTP/1.1\r\n");
            var ended = CompletableFuture.supplyAsync(() -> read(socket));
            Awaitility.await().pollInterval(java.time.Duration.ofMillis(300)).until(() -> {
                try {
                    write(socket, "X-A: b\r\n");
                } catch (SocketException closed) {
                    return true;
                }
                return ended.isDone();
            });
            assertThat(ended.get()).doesNotStartWith("HTTP/1.1 200");
        }
    }

    /** Small bodies do not use the common memory that large bodies fill. */
    @Test
    void largeBodiesThatDoNotArriveFillOnlyTheCommonMemory() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            // One after the other, because concurrent bodies make the server refuse each other and then fewer stay.
            Awaitility.await().untilAsserted(() -> {
                Socket socket = connect();
                slow.add(socket);
                write(
                        socket,
                        "POST /length HTTP/1.1\r\nHost: localhost\r\n" + JSON + "Content-Length: " + MAX + "\r\n\r\n"
                                + "x".repeat(MAX - 1));
                assertThat(post(JSON, "x".repeat(MAX))).startsWith("HTTP/1.1 503");
            });
            assertThat(post(JSON, "x".repeat(4000))).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(post(JSON, "x".repeat(MAX))).startsWith("HTTP/1.1 200"));
    }

    private String get(String target, String head) throws IOException {
        try (var socket = connect()) {
            write(socket, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + head + "\r\n");
            return read(socket);
        }
    }

    private String post(String head, String body) throws IOException {
        return send("POST", head, body);
    }

    private String postInChunks(String head, String chunk, int times) throws IOException {
        return sendInChunks("POST", head, chunk, times);
    }

    private String send(String method, String head, String body) throws IOException {
        try (var socket = connect()) {
            write(
                    socket,
                    method + " /length HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + head + "Content-Length: "
                            + body.length() + "\r\n\r\n");
            write(socket, body);
            return read(socket);
        }
    }

    private String sendInChunks(String method, String head, String chunk, int times) throws IOException {
        try (var socket = connect()) {
            write(
                    socket,
                    method + " /length HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + head
                            + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < times; i++) {
                write(socket, Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
            }
            write(socket, "0\r\n\r\n");
            return read(socket);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String read(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException reset) {
            return "reset: " + reset.getMessage();
        }
    }
}
