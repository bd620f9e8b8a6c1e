package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessExitTest {

    private static final ProcessExit CODE = new ProcessExit(Instant.EPOCH, 1);

    @Test
    void aStatusIsAnExitCodeOrASignal() {
        assertThat(new ProcessExit(Instant.EPOCH, 3).reason()).isEqualTo("ended with exit code 3");
        assertThat(new ProcessExit(Instant.EPOCH, 137).reason()).isEqualTo("was ended by signal 9 (KILL)");
        assertThat(new ProcessExit(Instant.EPOCH, 128 + 31).reason()).isEqualTo("was ended by signal 31");
    }

    @Test
    void aLineWithAKnownCauseIsPreferredToTheLastLine() {
        assertThat(LastLogLine.among(
                        List.of(
                                "2026 PANIC: could not write to file \"pg_wal/xlogtemp.1\": No space left on device",
                                "2026 LOG: terminating any other active server processes",
                                "2026 LOG: shutting down because restart_after_crash is off"),
                        CODE))
                .contains("No space left on device");
        assertThat(LastLogLine.among(
                        List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space", "", " "), CODE))
                .isEqualTo("Terminating due to java.lang.OutOfMemoryError: Java heap space");
        assertThat(LastLogLine.among(
                        List.of(
                                "java.lang.IllegalStateException: no database",
                                "\tat swapr.Main.main(Main.java:3)",
                                "\t... 12 more"),
                        CODE))
                .isEqualTo("java.lang.IllegalStateException: no database");
        assertThat(LastLogLine.among(List.of("all is well", "good bye"), CODE)).isEqualTo("good bye");
        assertThat(LastLogLine.among(List.of("all is well", "good bye"), new ProcessExit(Instant.EPOCH, 137)))
                .as("after a signal the last line is not about the exit")
                .isEmpty();
        assertThat(LastLogLine.among(List.of(), CODE)).isEmpty();
    }
}
