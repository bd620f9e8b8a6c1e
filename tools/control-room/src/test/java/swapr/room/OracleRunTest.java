package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process {@code ./swapr chaos --check}, played by a script. */
class OracleRunTest {

    @TempDir
    Path directory;

    @Test
    void theLinesAppearWhileItRunsAndOnlyOneRuns() throws IOException {
        var oracle = new OracleRun(script("""
                #!/bin/sh
                echo "asked for: $*"
                until [ -e "$0.end" ]; do sleep 0.05; done
                echo "I3 is broken" >&2
                exit 1
                """));

        assertThat(oracle.state().body()).isEqualTo("{\"running\":false,\"lines\":[]}");
        assertThat(oracle.start().status()).isEqualTo(200);
        await().until(() -> oracle.state().body().contains("asked for: chaos --check"));
        assertThat(oracle.state().body()).contains("\"running\":true");
        assertThat(oracle.start().status()).isEqualTo(409);

        Files.createFile(directory.resolve("swapr.end"));

        await().until(() -> oracle.state().body().contains("\"exit_code\":1"));
        assertThat(oracle.state().body()).as("with its last line").contains("I3 is broken", "\"running\":false");
        assertThat(oracle.start().status())
                .as("after its end, the next one may start")
                .isEqualTo(200);
    }

    @Test
    void withoutTheCommandThereIsNoCheck() throws IOException {
        assertThat(new OracleRun("").start().body()).contains("was not started by ./swapr up");
        assertThat(new OracleRun(directory.resolve("none").toString()).start().body())
                .contains("cannot be started");
    }

    private String script(String text) throws IOException {
        var file = Files.writeString(directory.resolve("swapr"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
