package swapr.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP proxy in front of one local server. It can simulate several conditions of a bad network. */
final class Proxy implements AutoCloseable {

    /** A condition of the network. */
    sealed interface NetworkCondition {
        /** No fault. */
        record Normal() implements NetworkCondition {}

        /** Each piece of data, of up to 4 KiB, arrives later by this delay. */
        record Slow(Duration delay) implements NetworkCondition {}

        /** No data arrives, but the connections stay open. */
        record Silent() implements NetworkCondition {}

        /** New and open connections are reset. */
        record Refusing() implements NetworkCondition {}

        /** A connection ends after this number of bytes from the server. */
        record CutAfter(long bytes) implements NetworkCondition {}

        /** The maximum number of bytes per second in each direction of each connection. */
        record Throttled(long bytesPerSecond) implements NetworkCondition {}
    }

    private static final int PIECE = 4096;

    private final int target;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile NetworkCondition condition = new NetworkCondition.Normal();

    Proxy(int target) {
        this.target = target;
        try {
            door = new ServerSocket();
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy-" + target).start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Sets the condition. Open connections stay open, except with {@link NetworkCondition.Refusing}. */
    void condition(NetworkCondition condition) {
        this.condition = condition;
        if (condition instanceof NetworkCondition.Refusing) {
            sockets.forEach(Proxy::reset);
        }
    }

    /** The port of the server. */
    int target() {
        return target;
    }

    /** The number of accepted connections. */
    long accepted() {
        return accepted.get();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                accepted.incrementAndGet();
                if (condition instanceof NetworkCondition.Refusing) {
                    reset(client);
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                return; // the proxy is closed
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(client);
            sockets.add(server);
            Thread.ofVirtual().start(() -> pump(client, server, false));
            Thread.ofVirtual().start(() -> pump(server, client, true));
        } catch (IOException e) {
            reset(client); // the server does not accept connections
        }
    }

    private void pump(Socket from, Socket to, boolean fromServer) {
        byte[] piece = new byte[PIECE];
        long sent = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                long passed = sent;
                int size = n;
                switch (condition) {
                    case NetworkCondition.Normal normal -> {}
                    case NetworkCondition.Slow slow -> Waiting.pause(slow.delay());
                    case NetworkCondition.Throttled throttled ->
                        Waiting.pause(Duration.ofNanos(n * 1_000_000_000L / throttled.bytesPerSecond()));
                    case NetworkCondition.Silent silent ->
                        Waiting.until(
                                Duration.ofHours(1),
                                () -> !(condition instanceof NetworkCondition.Silent) || door.isClosed());
                    case NetworkCondition.CutAfter cut
                    when fromServer && passed + size > cut.bytes() -> {
                        out.write(piece, 0, (int) Math.max(0, cut.bytes() - passed));
                        return;
                    }
                    case NetworkCondition.CutAfter cut -> {}
                    case NetworkCondition.Refusing refusing -> {
                        return;
                    }
                }
                out.write(piece, 0, n);
                sent += n;
            }
        } catch (IOException e) {
            return; // one side has closed; the other is closed, too
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        } catch (IOException e) {
            return; // already closed
        }
    }

    /** Resets all connections and closes the port. */
    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(Proxy::reset);
    }
}
