package swapr.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class JsonHttpServerTest {

    final AtomicInteger calls = new AtomicInteger();
    JsonHttpServer http;

    @BeforeEach
    void open() {
        http = JsonHttpServer.serve("127.0.0.1", 0, AllowedHosts.loopbackAnd("bank, Mail"), call -> {
            calls.incrementAndGet();
            return Answer.json(200, call.body().length());
        });
    }

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost:8086", "LOCALHOST", "[::1]:8086", "[::1]", "bank:8086", "mail"})
    void aRequestToAnAllowedHostIsAnswered(String host) throws Exception {
        assertThat(send("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    /** The start page of the edge asks whether the mail server answers. With same-origin it always showed "down". */
    @Test
    void aPageOnAnotherPortOfTheSameHostSeesThatTheServerAnswers() throws Exception {
        assertThat(send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .lines())
                .contains("Cross-origin-resource-policy: same-site");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example:8086",
                "localhost.evil.example",
                "127.0.0.1:80:80",
                "10.0.0.7",
                "bank.evil",
                ""
            })
    void aRequestToAnotherHostIsRefusedWith421(String host) throws Exception {
        var answer = send("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 421").contains("SWAPR_HOSTS");
        assertThat(calls).hasValue(0);
    }

    @Test
    void aBodyThatAnnouncesTooManyBytesIsRefusedBeforeItIsRead() throws Exception {
        assertThat(send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65537\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(calls).hasValue(0);
    }

    @Test
    void aChunkedBodyIsReadUpToTheLimit() throws Exception {
        var start = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        var most = "10000\r\n" + "x".repeat(65_536) + "\r\n";

        assertThat(send(start + most + "0\r\n\r\n")).startsWith("HTTP/1.1 200").endsWith("65536");
        assertThat(send(start + most + "1\r\nx\r\n0\r\n\r\n")).startsWith("HTTP/1.1 413");
        assertThat(calls).hasValue(1);
    }

    @Test
    void tooLongAndTooManyHeadersAreRefused() throws Exception {
        assertThat(send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n"))
                .doesNotContain("HTTP/1.1 200");
        assertThat(send("GET / HTTP/1.1\r\nHost: localhost\r\n" + manyHeaders() + "\r\n"))
                .doesNotContain("HTTP/1.1 200");
        assertThat(calls).hasValue(0);
    }

    private static String manyHeaders() {
        return IntStream.range(0, 60).mapToObj("X-Many-%d: x\r\n"::formatted).collect(Collectors.joining());
    }

    /** A client that sends single bytes slowly keeps a connection only for the time of one request. */
    @Test
    void aRequestThatDoesNotArriveInTimeIsCutOff() throws Exception {
        try (var slow = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
            slow.setSoTimeout(30_000);
            slow.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(slow.getInputStream().readAllBytes())
                    .as("the server closes the connection before the timeout of this test")
                    .isEmpty();
        }
        assertThat(calls).hasValue(0);
    }

    private String send(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "cut off";
        }
    }
}
