package swapr.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** TCP ports on 127.0.0.1. */
public final class Ports {

    private Ports() {}

    /** Below 32768, because Linux, macOS and Windows give higher ports to outgoing connections. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;

    /** Concurrent JVMs have different pids, so they do not choose the same port at the same time. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() % COUNT));

    /**
     * A port that no process uses now, and that no earlier call in this JVM returned recently. An outgoing connection
     * does not take it, but it is not reserved.
     */
    public static int free() {
        return IntStream.generate(() -> FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT))
                .limit(COUNT)
                .filter(port -> !inUse(port))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("all ports from " + FIRST + " on are in use"));
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
