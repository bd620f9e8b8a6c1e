package swapr.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an application and a server on this machine, to take the server away from it alone. Put one in front
 * of the database with {@link IntegrationTest#databaseBehindProxy}; a Kafka client would walk around it, because a broker
 * names its own address ({@link Infrastructure#stallBroker} takes that away).
 */
public final class TcpProxy implements AutoCloseable {

    private final InetSocketAddress target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flowing = lock.newCondition();
    private @Nullable ServerSocket server;
    private boolean stalled;

    private TcpProxy(InetSocketAddress target, int port) {
        this.target = target;
        this.server = listen(port);
        this.port = server.getLocalPort();
    }

    public static TcpProxy to(int port) {
        return to("127.0.0.1", port);
    }

    public static TcpProxy to(String host, int port) {
        return new TcpProxy(new InetSocketAddress(host, port), 0);
    }

    /** Where it listens, on 127.0.0.1; stays the same through {@link #cut} and {@link #restore}. */
    public int port() {
        return port;
    }

    /** Drops all connections and refuses new ones, as a server that has died. */
    public void cut() {
        locked(() -> {
            close(server);
            server = null;
            sockets.forEach(TcpProxy::close);
            sockets.clear();
            stalled = false;
            flowing.signalAll();
        });
    }

    /** Lets no byte through in either direction, but drops and refuses nothing, as a network that has gone silent. */
    public void stall() {
        locked(() -> stalled = true);
    }

    /** Ends {@link #cut} and {@link #stall}; what was held back while stalled is delivered. */
    public void restore() {
        locked(() -> {
            stalled = false;
            flowing.signalAll();
            if (server == null) {
                server = listen(port);
            }
        });
    }

    @Override
    public void close() {
        cut();
    }

    private ServerSocket listen(int wanted) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            Thread.ofVirtual().start(() -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> connect(listening, client));
            }
        } catch (IOException cut) {
            close(listening);
        }
    }

    private void connect(ServerSocket listening, Socket client) {
        Socket upstream = new Socket();
        try {
            waitWhileStalled();
            upstream.connect(target);
            locked(() -> {
                sockets.add(client);
                sockets.add(upstream);
            });
            if (listening.isClosed()) { // cut while we were connecting
                end(client, upstream);
                return;
            }
            Thread.ofVirtual().start(() -> pump(client, upstream));
            pump(upstream, client);
        } catch (IOException refused) {
            end(client, upstream);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                waitWhileStalled();
                out.write(buffer, 0, read);
            }
        } catch (IOException gone) {
            end(from, to);
        }
        end(from, to);
    }

    private void waitWhileStalled() {
        locked(() -> {
            while (stalled) {
                flowing.awaitUninterruptibly();
            }
        });
    }

    private void end(Socket one, Socket other) {
        sockets.remove(one);
        sockets.remove(other);
        close(one);
        close(other);
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private static void close(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception alreadyClosed) {
            return;
        }
    }
}
