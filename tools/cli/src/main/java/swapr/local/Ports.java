package swapr.local;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** TCP ports on 127.0.0.1. */
public final class Ports {

    private Ports() {}

    /** Below 32768, because Linux, macOS and Windows give higher ports to outgoing connections. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;

    private static final AtomicInteger NEXT = new AtomicInteger(new Random().nextInt(COUNT));

    /** Kept open, because a closed socket ends the reservation. */
    private static final Queue<DatagramSocket> RESERVATIONS = new ConcurrentLinkedQueue<>();

    /**
     * A port that no process uses now. No other call returns it while this JVM runs, also not in another JVM. An
     * outgoing connection does not take it.
     */
    public static int free() {
        return IntStream.generate(() -> FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT))
                .limit(COUNT)
                .filter(port -> !inUse(port) && reserve(port))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("all ports from " + FIRST + " on are in use"));
    }

    /**
     * Reserves a TCP port among the JVMs that use this class: only one process can bind the UDP port with the same
     * number. The operating system ends the reservation with the JVM, also if it is killed.
     */
    static boolean reserve(int port) {
        try {
            RESERVATIONS.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
            return true;
        } catch (SocketException taken) {
            return false;
        }
    }

    /**
     * Whether a process listens on the port. The check tries to bind, so it also finds a listener that does not answer.
     */
    static boolean inUse(int port) {
        try (var socket = new ServerSocket()) {
            // Without this, closing connections of the last run would look like a listener.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
