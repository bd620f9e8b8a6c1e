package swapr.user;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;

/** Callers that send their bodies slowly take no permits from callers that have sent whole bodies. */
@IntegrationTest
class SlowCallersTest {

    /** More than the forty permits of the service. */
    private static final int SLOW = 60;

    private final RestTestClient http;
    private final int port;

    @Autowired
    SlowCallersTest(RestTestClient http, @LocalServerPort int port) {
        this.http = http;
        this.port = port;
    }

    @Test
    void otherSignInsStillSucceed() throws IOException {
        Person ada = Person.registered(http, "Ada");
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                slow.add(socket);
                write(socket, """
                        POST /sessions HTTP/1.1
                        Host: localhost
                        Content-Type: application/json
                        Content-Length: 100

                        """.replace("\n", "\r\n"));
            }
            for (int i = 0; i < 5; i++) {
                for (Socket socket : slow) {
                    write(socket, " ");
                }
                Person.signIn(http, ada.email(), ada.password());
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
