package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class LabStateTest {

    private static final Lab LAB = Lab.numbered(LabPatches.ROOT, 1);

    @TempDir
    Path home;

    LabState state;

    @BeforeEach
    void aHome() {
        state = new LabState(home);
    }

    @Test
    void oneLabIsOpenUntilItIsClosed() {
        assertThat(state.open()).isEmpty();
        state.open(new LabState.Open(1, "abc", 9080));

        assertThat(new LabState(home).open()).contains(new LabState.Open(1, "abc", 9080));
        assertThat(state.state(1)).isEqualTo("open");

        state.close();
        assertThat(state.open()).isEmpty();
    }

    @Test
    void aLabThatWasGreenStaysGreen() {
        state.open(new LabState.Open(1, "abc", 9080));
        state.note(result(red()));
        assertThat(state.state(1)).isEqualTo("red at step 2 of 5");

        state.note(result(null));
        state.note(result(red()));

        assertThat(state.isGreen(1)).isTrue();
        assertThat(state.minutes(1)).isEqualTo("0");
    }

    @Test
    void aGreenCheckOfOurSolutionIsNotTheLearners() {
        state.open(new LabState.Open(1, "abc", 9080));
        state.noteSolution(1, true);
        state.note(result(null));
        assertThat(state.state(1)).isEqualTo("green with our solution");
        assertThat(state.isGreen(1)).isTrue();

        state.open(new LabState.Open(1, "abc", 9080));
        state.note(result(null));
        assertThat(state.state(1)).isEqualTo("green");

        state.open(new LabState.Open(1, "abc", 9080));
        state.note(result(red()));
        assertThat(state.state(1)).as("opened again").isEqualTo("green");
    }

    @Test
    void hintsAreCounted() {
        assertThat(state.hints(1)).isZero();
        state.hints(1, 2);
        assertThat(state.hints(1)).isEqualTo(2);
    }

    @Test
    void aSecondCommandIsRefusedWithOneLine() {
        try (var _ = state.lock("check")) {
            assertThatThrownBy(() -> state.lock("reset"))
                    .hasMessage("./swapr lab check is still running. Wait for its end, or stop it with Ctrl-C");
        }
        state.lock("reset").close();
    }

    @Test
    void theTextOfARedCheckHasFourLines() {
        assertThat(result(red())
                        .text(Duration.ofSeconds(31), "next hint: ./swapr lab hint (1 of 3)")
                        .lines())
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("✗ Ben was charged twice ")
                                .endsWith("lab 1, 31 s"),
                        line -> assertThat(line).startsWith("  done   1 order ").endsWith("seed 7"),
                        line -> assertThat(line).isEqualTo("  seen   two captures"),
                        line -> assertThat(line)
                                .startsWith("  look   ./swapr topic")
                                .contains("(1 of 3)")
                                .endsWith("you are at step 2 of 5"));
    }

    @Test
    void theTextOfAGreenCheckSaysWhatWasProved() {
        assertThat(result(null).text(Duration.ofSeconds(31), "").lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("✓ " + LAB.title()).endsWith("lab 1, 31 s, seed 7"),
                        line -> assertThat(line).isEqualTo("  the first statement"));
    }

    private static LabCheck.Result result(@Nullable Red red) {
        return new LabCheck.Result(LAB, 7, List.of("the first statement"), red, 5);
    }

    private static Red red() {
        try {
            Red.unless(false, "Ben was charged twice", "1 order", "two captures", "./swapr topic purchase-events");
            throw new AssertionError("no red");
        } catch (Red red) {
            return red;
        }
    }
}
