package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as a sign, of what processes have counted. */
class BeatTest {

    private static final Beat.Counters MUCH = new Beat.Counters(50, 5, 9);

    @Test
    void whatIsCountedOnShows() {
        assertThat(Beat.signs(
                        List.of(beat(Map.of("listing", MUCH)), beat(Map.of("listing", new Beat.Counters(51, 5, 9))))))
                .containsExactly("duplicates");
    }

    /** Its absence takes what it counted out of any sum, and its return puts it in again: that is no increase. */
    @Test
    void whoWasAwayForAMomentHasCountedNothing() {
        assertThat(Beat.signs(List.of(beat(Map.of("listing", MUCH)), beat(Map.of()), beat(Map.of("listing", MUCH)))))
                .isEmpty();
    }

    @Test
    void whoWasRestartedCountsFromZero() {
        assertThat(Beat.signs(List.of(
                        beat(Map.of("listing", MUCH)),
                        beat(Map.of()),
                        beat(Map.of("listing", new Beat.Counters(0, 0, 1))))))
                .containsExactly("pauses");
    }

    @Test
    void oneProcessDoesNotHideAnother() {
        assertThat(Beat.signs(List.of(
                        beat(Map.of("listing", MUCH, "user", new Beat.Counters(0, 0, 0))),
                        beat(Map.of("user", new Beat.Counters(0, 1, 0))))))
                .containsExactly("out of order");
    }

    private static Beat beat(Map<String, Beat.Counters> counted) {
        return new Beat(Instant.EPOCH, 0, 0, 0, 0, List.of(), false, 0, 0, counted, List.of());
    }
}
