package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {

    final List<String> problems = new ArrayList<>();

    @Test
    void aPortInUseIsReportedWithItsProcessAndASolution() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ports = new PortBlock(taken.getLocalPort() - 9);

            Checks.ports(ports, List.of("kafka", "postgres"), problems);
            assertThat(problems)
                    .anySatisfy(problem -> assertThat(problem)
                            .startsWith("port " + taken.getLocalPort() + " for kafka")
                            .as("another program may use one more port of the block")
                            .contains("in use by another program")
                            .contains("./swapr up --port"));

            problems.clear();
            Checks.ports(ports, List.of("postgres"), problems);
            assertThat(problems)
                    .as("Kafka already runs and uses its own port")
                    .noneMatch(problem -> problem.contains("kafka"));
        }
    }

    @Test
    void tooLittleMemoryAWrongJavaAndASeparatorInThePathAreReported() {
        Checks.memory(500, 11, problems);
        Checks.java(21, problems);
        Checks.path(Path.of("/home/a,b"), problems);

        assertThat(problems).hasSize(3);
        assertThat(problems.get(0)).contains("500 MB").contains("2500");
        assertThat(problems.get(1)).contains("Java 21").contains("JDK 25");
        assertThat(problems.get(2)).contains("'/home/a,b'".replace("'", "")).contains("','");
    }

    @Test
    void aCheckoutOnADriveOfWindowsIsReported() {
        Checks.windowsDrive(Path.of("/mnt/c/Users/sina/swapr"), "6.6.87.2-microsoft-standard-WSL2", problems);
        Checks.windowsDrive(Path.of("/home/sina/swapr"), "6.6.87.2-microsoft-standard-WSL2", problems);
        Checks.windowsDrive(Path.of("/mnt/d/swapr"), "6.12.0-generic", problems);

        assertThat(problems)
                .singleElement()
                .asString()
                .contains("/mnt/c/Users/sina/swapr is on a drive of Windows", "home directory of Linux");
    }

    @Test
    void aFullDiskIsReportedForTheFirstStartAndBelowOneGigabyte() {
        Checks.disk(1_499, Path.of("/home/.swapr"), problems);
        Checks.lowDisk(1_023, Path.of("/home/.swapr"), problems);

        assertThat(problems).hasSize(2);
        assertThat(problems.get(0)).contains("1499 MB", "/home/.swapr", "1500", "Free some space");
        assertThat(problems.get(1)).contains("1023 MB", "/home/.swapr", "Free some space");
    }

    @Test
    void nothingIsReportedWithoutAProblem() {
        Checks.disk(1_500, Path.of("/"), problems);
        Checks.lowDisk(1_024, Path.of("/"), problems);
        Checks.memory(8_000, 10, problems);
        Checks.memory(-1, 10, problems);
        Checks.memory(300, 1, problems);
        Checks.java(25, problems);
        Checks.path(Path.of("/home/a b/ünïcode"), problems);

        assertThat(problems).isEmpty();
    }

    @Test
    void aBlockOfPortsIsAboveThePrivilegedPortsAndBelowTheLastPort() {
        assertThat(new PortBlock(8080).owners())
                .hasSize(19)
                .containsEntry(8091, "postgres")
                .containsEntry(8098, "room");
        assertThatThrownBy(() -> new PortBlock(80)).hasMessageContaining("1024");
        assertThatThrownBy(() -> new PortBlock(65_530)).hasMessageContaining("65517");
    }
}
