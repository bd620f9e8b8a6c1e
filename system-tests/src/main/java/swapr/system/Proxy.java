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
    sealed interface Weather {
        /** As it should be. */
        record Fair() implements Weather {}

        /** Every piece of data takes that long. */
        record Slow(Duration delay) implements Weather {}

        /** Nothing gets through, and nobody is told. */
        record Silent() implements Weather {}

        /** Who connects is thrown out. */
        record Refusing() implements Weather {}

        /** A connection ends after so many bytes from the server. */
        record Cutting(long bytes) implements Weather {}

        /** So many bytes a second, in each direction of each connection. */
        record Narrow(long bytesPerSecond) implements Weather {}
    }

    private static final int PIECE = 4096;

    private final int target;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile Weather weather = new Weather.Fair();

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
    void weather(Weather weather) {
        this.weather = weather;
        if (weather instanceof Weather.Refusing) {
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
                if (weather instanceof Weather.Refusing) {
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
                switch (weather) {
                    case Weather.Fair fair -> {}
                    case Weather.Slow slow -> Waiting.pause(slow.delay());
                    case Weather.Narrow narrow ->
                        Waiting.pause(Duration.ofNanos(n * 1_000_000_000L / narrow.bytesPerSecond()));
                    case Weather.Silent silent ->
                        Waiting.until(
                                Duration.ofHours(1), () -> !(weather instanceof Weather.Silent) || door.isClosed());
                    case Weather.Cutting cutting
                    when fromServer && passed + size > cutting.bytes() -> {
                        out.write(piece, 0, (int) Math.max(0, cutting.bytes() - passed));
                        return;
                    }
                    case Weather.Cutting cutting -> {}
                    case Weather.Refusing refusing -> {
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
