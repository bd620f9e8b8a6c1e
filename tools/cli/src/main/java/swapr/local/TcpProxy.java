package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A proxy between clients and a server. It simulates a bad network or a crashed server. A Kafka client would bypass it,
 * because it connects to the address that the broker advertises.
 */
public final class TcpProxy implements AutoCloseable {

    private final InetSocketAddress target;
    private final int port;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong accepted = new AtomicLong();
    private volatile ServerSocket door;
    private volatile NetworkCondition condition = new NetworkCondition.Normal();

    private TcpProxy(InetSocketAddress target) {
        this.target = target;
        this.door = listen(0);
        this.port = door.getLocalPort();
    }

    public static TcpProxy to(int port) {
        return to("127.0.0.1", port);
    }

    public static TcpProxy to(String host, int port) {
        return new TcpProxy(new InetSocketAddress(host, port));
    }

    /** Returns its port on 127.0.0.1. It stays the same after {@link #cut} and {@link #restore}. */
    public int port() {
        return port;
    }

    /** The number of accepted connections. */
    public long accepted() {
        return accepted.get();
    }

    /** Sets the condition. Open connections stay open, except with {@link NetworkCondition.Refusing}. */
    public void condition(NetworkCondition condition) {
        this.condition = condition;
        if (condition instanceof NetworkCondition.Refusing) {
            connections.forEach(ProxiedConnection::reset);
        }
    }

    /** Holds back all bytes in both directions, but keeps the connections open, like a stalled network. */
    public void stall() {
        condition(new NetworkCondition.Silent());
    }

    /** Closes all connections and refuses new ones, like a server that has crashed. */
    public synchronized void cut() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(ProxiedConnection::close);
        condition(new NetworkCondition.Normal());
    }

    /** Ends {@link #cut} and {@link #stall}. The bytes that were held back are delivered. */
    public synchronized void restore() {
        condition(new NetworkCondition.Normal());
        if (door.isClosed()) {
            door = listen(port);
        }
    }

    private ServerSocket listen(int wanted) {
        try {
            var listening = new ServerSocket();
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
                var connection = new ProxiedConnection(listening.accept(), () -> condition);
                accepted.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection, listening));
            }
        } catch (IOException e) {
            return; // it was cut
        }
    }

    private void serve(ProxiedConnection connection, ServerSocket listening) {
        connections.add(connection);
        if (!listening.isClosed()) {
            connection.run(target);
        }
        connection.close();
        connections.remove(connection);
    }

    @Override
    public void close() {
        cut();
    }
}
