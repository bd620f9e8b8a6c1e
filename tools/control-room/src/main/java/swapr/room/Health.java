package swapr.room;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** Whether a process answers. */
enum Health {
    /** It answers and is healthy. */
    HEALTHY,
    /** It answers and says that it is not healthy. */
    NOT_HEALTHY,
    /** It accepts a connection and does not answer: it is frozen, or very slow. */
    SILENT,
    /** It cannot be reached. */
    AWAY;

    private static final Duration TIMEOUT = Duration.ofMillis(1_500);

    /** Asks an address: {@code http://…} must answer 200, {@code tcp://…} must accept a connection. */
    static Health of(URI address) {
        try {
            if ("tcp".equals(address.getScheme())) {
                try (var socket = new Socket()) {
                    socket.connect(
                            new InetSocketAddress(address.getHost(), address.getPort()), (int) TIMEOUT.toMillis());
                    return HEALTHY;
                }
            }
            return HttpClient.get(address, null, TIMEOUT).status() == 200 ? HEALTHY : NOT_HEALTHY;
        } catch (SocketTimeoutException e) {
            return SILENT;
        } catch (IOException e) {
            return AWAY;
        }
    }
}
