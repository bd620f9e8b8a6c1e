package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import swapr.local.LocalMarketplace;
import swapr.local.OsProcess;

/** A killed process is started again, and {@code ./swapr status} shows why. A process stopped by hand stays down. */
@ExtendWith(RunningMarketplace.class)
class RestartsTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    private LocalMarketplace marketplace = LocalMarketplace.at(Swapr.ROOT, Swapr.HOME);

    @BeforeEach
    void switchRestartsOn() {
        Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);
    }

    @AfterEach
    void switchRestartsOff() {
        Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach", "--no-restart")
                .expecting(0);
    }

    @Test
    void aKilledProcessIsStartedAgainAndTheStatusShowsTheReason() {
        for (var process : new String[] {"bank", "postgres"}) {
            long killed = marketplace.pids().get(process);

            OsProcess.signal(killed, "KILL");

            assertThat(Waiting.until(SOON, () -> marketplace.pids().getOrDefault(process, killed) != killed))
                    .as(process)
                    .isTrue();
            assertThat(Swapr.run("status").output())
                    .contains(process + " runs, but was started again once within 10 minutes", "signal 9 (KILL)");
        }
        assertThat(Waiting.until(SOON, () -> Swapr.run("status").code() == 0)).isTrue();
    }

    @Test
    void aProcessKilledByACommandStaysDownUntilTheNextUp() {
        Swapr.run("down", "--kill", "bank").expecting(0);

        assertThat(Swapr.run("status").expecting(1).output())
                .contains("bank was stopped on purpose at ", "./swapr up starts it again");
        assertThat(marketplace.pids()).doesNotContainKey("bank");

        Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);
        assertThat(Swapr.run("status").expecting(0).output()).doesNotContain("on purpose");
    }

    @Test
    void withoutRestartsTheStatusShowsTheEndedProcessAndTheCommandToStartIt() {
        Swapr.run("up", "--detach", "--no-restart").expecting(0);
        long killed = marketplace.pids().get("bank");

        OsProcess.signal(killed, "KILL");

        assertThat(Waiting.until(SOON, () -> !marketplace.pids().containsKey("bank")))
                .isTrue();
        assertThat(Waiting.until(
                        SOON, () -> Swapr.run("status").output().contains("bank was ended by signal 9 (KILL)")))
                .isTrue();
        assertThat(Swapr.run("status").output()).contains("ago). ./swapr up starts it again.");
    }
}
