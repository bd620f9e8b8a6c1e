package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker refuses a request that would take much of its memory. Its limit is 8 MiB. */
@ExtendWith(RunningMarketplace.class)
class BrokerLimitsTest {

    private static final int TIMEOUT_MS = 10_000;

    /** A request begins with its size. With a higher limit, the broker would wait for the bytes. */
    @ParameterizedTest
    @ValueSource(ints = {9 << 20, 200_000_000})
    void aConnectionThatAnnouncesTooManyBytesIsClosed(int bytes) throws IOException {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), Swapr.BASE + 9)) {
            connection.setSoTimeout(TIMEOUT_MS);
            new DataOutputStream(connection.getOutputStream()).writeInt(bytes);

            assertThat(connection.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void theContainersHaveTheSameLimits() throws IOException {
        var local = limits("tools/cli/src/main/resources/swapr/local/broker.properties");

        assertThat(local).hasSize(2);
        assertThat(limits("ops/docker/kafka.properties")).isEqualTo(local);
    }

    private static List<String> limits(String file) throws IOException {
        try (var lines = Files.lines(Path.of("").toAbsolutePath().resolveSibling(file))) {
            return lines.filter(line -> line.matches("(socket|queued\\.max)\\.request.*"))
                    .toList();
        }
    }
}
