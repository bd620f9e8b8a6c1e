package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsProcessTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    /** For {@code kill}, -1 means all processes of the user, and 0 means the own group. Signal 0 changes nothing. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 0})
    void aSignalGoesToOneProcess(long pid) {
        assertThatThrownBy(() -> OsProcess.signal(pid, "0")).hasMessage("there is no process " + pid);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFrozenProcessIsSeenAsFrozenUntilItContinuesAndSoAreItsChildren() throws IOException {
        var process = new ProcessBuilder("sh", "-c", "sleep 60 & sleep 60 & wait").start();
        try {
            assertThat(OsProcess.await(SOON, () -> process.children().count() == 2))
                    .isTrue();
            var all = Stream.concat(Stream.of(process.toHandle()), process.children())
                    .map(ProcessHandle::pid)
                    .toList();
            assertThat(all).noneMatch(OsProcess::isFrozen);
            OsProcess.freeze(process.pid());
            assertThat(all).allMatch(OsProcess::isFrozen);
            OsProcess.resume(process.pid());
            assertThat(OsProcess.await(SOON, () -> all.stream().noneMatch(OsProcess::isFrozen)))
                    .isTrue();
        } finally {
            process.children().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
