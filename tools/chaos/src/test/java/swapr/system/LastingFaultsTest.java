package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault ends, also if its end fails first, or if the process that began it was killed. */
class LastingFaultsTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final Set<String> refusing = new ConcurrentSkipListSet<>();
    private Path file = Path.of("");

    @BeforeEach
    void file() {
        file = directory.resolve("chaos").resolve("lasting-faults");
    }

    private LastingFaults faults() {
        return new LastingFaults(file, (name, why) -> {
            if (refusing.contains(name)) {
                throw new IllegalStateException("no answer");
            }
            ended.add(name);
            reasons.add(why);
        });
    }

    @Test
    void aFaultEndsAtItsTimeAndAnotherOneLasts() {
        try (var faults = faults()) {
            faults.begin("bank", LONG, () -> {});
            faults.begin("freeze kafka", Duration.ofMillis(1), () -> {});

            await().until(() -> ended.equals(List.of("freeze kafka")));
            assertThat(faults.ends()).containsOnlyKeys("bank");
        }
        assertThat(ended).as("closing ends all").containsExactly("freeze kafka", "bank");
        assertThat(reasons).containsExactly(LastingFaults.TIME_LIMIT, LastingFaults.ROOM_ENDED);
    }

    @Test
    void anEndThatFailsIsTriedAgainAndStopsNoOtherEnd() {
        refusing.add("bank");
        try (var faults = faults()) {
            faults.begin("bank", LONG, () -> {});
            faults.begin("mail", LONG, () -> {});

            assertThatThrownBy(() -> faults.end(List.of("bank", "mail"))).hasMessage("not ended: bank (no answer)");
            assertThat(ended).containsExactly("mail");
            assertThat(reasons).containsExactly(LastingFaults.UNDONE);
            assertThat(faults.ends()).containsOnlyKeys("bank");

            faults.begin("bank", Duration.ofMillis(1), () -> {});
            refusing.clear();
            await().until(() -> ended.contains("bank"));
        }
    }

    @Test
    void theNextProcessEndsTheFaultsOfAKilledOne() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of("freeze listing"));

        try (var faults = faults()) {
            await().until(() -> ended.equals(List.of("freeze listing")));
            assertThat(faults.ends()).isEmpty();
            assertThat(reasons).containsExactly(LastingFaults.PROCESS_DIED);
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void aFaultIsInTheFileBeforeItBegins() {
        try (var faults = faults()) {
            faults.begin("freeze kafka", LONG, () -> assertThat(file).hasContent("freeze kafka"));
        }
    }

    @Test
    void aFaultThatBeginsWithAnErrorEndsAtOnce() {
        try (var faults = faults()) {
            assertThatThrownBy(() -> faults.begin("bank", LONG, () -> {
                        throw new IllegalStateException("refused");
                    }))
                    .hasMessage("refused");
            await().until(() -> ended.equals(List.of("bank")));
        }
    }
}
