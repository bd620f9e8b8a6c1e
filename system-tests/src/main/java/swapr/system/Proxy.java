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

/** A TCP proxy in front of one server of this machine, and everything that a bad network can do to those who go through it. */
final class Proxy implements AutoCloseable {

    /** How the network is. */
    sealed interface NetworkCondition {
        /** As it should be. */
        record Normal() implements NetworkCondition {}

        /** Every piece of data takes that long. */
        record Slow(Duration delay) implements NetworkCondition {}

        /** Nothing gets through, and nobody is told. */
        record Silent() implements NetworkCondition {}

        /** Who connects is thrown out. */
        record Refusing() implements NetworkCondition {}

        /** A connection ends after so many bytes from the server. */
        record CutAfter(long bytes) implements NetworkCondition {}

        /** So many bytes a second, in each direction of each connection. */
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

    /** What is connected stays connected, unless the weather says otherwise. */
    void condition(NetworkCondition condition) {
        this.condition = condition;
        if (condition instanceof NetworkCondition.Refusing) {
            sockets.forEach(Proxy::reset);
        }
    }

    /** The port in front of which it stands. */
    int target() {
        return target;
    }

    /** How many have come. */
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
                return; // closed
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
            reset(client); // the server is away
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
                    case NetworkCondition.Normal fair -> {}
                    case NetworkCondition.Slow slow -> Waiting.pause(slow.delay());
                    case NetworkCondition.Throttled narrow ->
                        Waiting.pause(Duration.ofNanos(n * 1_000_000_000L / narrow.bytesPerSecond()));
                    case NetworkCondition.Silent silent ->
                        Waiting.until(
                                Duration.ofHours(1),
                                () -> !(condition instanceof NetworkCondition.Silent) || door.isClosed());
                    case NetworkCondition.CutAfter cutting
                    when fromServer && passed + size > cutting.bytes() -> {
                        out.write(piece, 0, (int) Math.max(0, cutting.bytes() - passed));
                        return;
                    }
                    case NetworkCondition.CutAfter cutting -> {}
                    case NetworkCondition.Refusing refusing -> {
                        return;
                    }
                }
                out.write(piece, 0, n);
                sent += n;
            }
        } catch (IOException e) {
            return; // one end is gone, and with it the other
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
            return; // gone already
        }
    }

    /** Cuts everything that goes through it. */
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
