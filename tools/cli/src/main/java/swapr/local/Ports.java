package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports on 127.0.0.1. */
public final class Ports {

    private Ports() {}

    /**
     * A port that was free a moment ago, chosen by the operating system. It is not reserved, so use it soon.
     */
    public static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
