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
 * A proxy between one application and a server. It can cut or stall the connections of that application only.
 * {@link IntegrationTest#databaseBehindProxy} puts one in front of the database. A Kafka client would bypass a proxy,
 * because it connects to the address that the broker advertises; use {@link Infrastructure#stallBroker} for Kafka.
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

    /** Returns its port on 127.0.0.1. It stays the same after {@link #cut} and {@link #restore}. */
    public int port() {
        return port;
    }

    /** Closes all connections and refuses new ones, like a server that has crashed. */
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

    /** Holds back all bytes in both directions, but keeps the connections open, like a stalled network. */
    public void stall() {
        locked(() -> stalled = true);
    }

    /** Ends {@link #cut} and {@link #stall}. The bytes that were held back are delivered. */
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
            if (listening.isClosed()) { // cut during the connect
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
