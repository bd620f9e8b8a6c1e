package swapr.local;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** One connection of a {@link TcpProxy}: the sockets of the client and of the server. */
final class ProxiedConnection {

    private static final int PIECE = 4096;

    private final Socket client;
    private final Socket server = new Socket();
    private final Supplier<NetworkCondition> condition;

    ProxiedConnection(Socket client, Supplier<NetworkCondition> condition) {
        this.client = client;
        this.condition = condition;
    }

    /** Connects to the server, and passes on the data until one side closes. */
    void run(SocketAddress target) {
        try {
            awaitData();
            if (condition.get() instanceof NetworkCondition.Refusing) {
                reset();
                return;
            }
            server.connect(target);
        } catch (IOException e) {
            reset(); // the server does not accept connections
            return;
        }
        Thread.ofVirtual().start(() -> pump(client, server, false));
        pump(server, client, true);
    }

    private void pump(Socket from, Socket to, boolean fromServer) {
        var piece = new byte[PIECE];
        var sent = 0L;
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (var n = in.read(piece); n >= 0; n = in.read(piece)) {
                awaitData();
                var passes = condition.get().passing(n, sent, fromServer);
                out.write(piece, 0, passes);
                if (passes < n) {
                    break;
                }
                sent += n;
            }
        } catch (IOException e) {
            close(); // one side has closed
        }
        close();
    }

    /** Waits while the network is silent and the connection is open. */
    private void awaitData() throws IOException {
        while (condition.get() instanceof NetworkCondition.Silent && !client.isClosed()) {
            NetworkCondition.pause(Duration.ofMillis(5));
        }
    }

    void reset() {
        for (var socket : List.of(client, server)) {
            try {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // It is already closed.
            }
        }
        close();
    }

    void close() {
        for (var socket : List.of(client, server)) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is already closed.
            }
        }
    }
}
