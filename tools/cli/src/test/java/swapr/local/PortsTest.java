package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void aFreePortIsReservedUntilTheJvmEnds() throws Exception {
        var port = Ports.free();

        assertThat(Ports.reserve(port)).isFalse();
        try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(server.getLocalPort()).as("a server can use it").isEqualTo(port);
        }
    }

    @Test
    void aPortThatAnotherProcessHasReservedIsRefused() throws Exception {
        try (var other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.reserve(other.getLocalPort())).isFalse();
        }
    }
}
