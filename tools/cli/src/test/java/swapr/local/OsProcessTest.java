package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsProcessTest {

    /** For {@code kill}, -1 means all processes of the user, and 0 means the own group. Signal 0 changes nothing. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 0})
    void aSignalGoesToOneProcess(long pid) {
        assertThatThrownBy(() -> OsProcess.signal(pid, "0")).hasMessage("there is no process " + pid);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFrozenProcessIsSeenAsFrozenUntilItContinues() throws IOException {
        var process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(OsProcess.isFrozen(process.pid())).isFalse();
            OsProcess.freeze(process.pid());
            assertThat(OsProcess.isFrozen(process.pid())).isTrue();
            OsProcess.signal(process.pid(), "CONT");
            assertThat(OsProcess.await(Duration.ofSeconds(5), () -> !OsProcess.isFrozen(process.pid())))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
