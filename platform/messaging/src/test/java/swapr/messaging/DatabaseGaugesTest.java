package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far two clocks are apart when one of them can only be asked by a message that takes its time. */
class DatabaseGaugesTest {

    @ParameterizedTest
    @CsvSource({
        "10:00:00.000, 10:00:00.000, 10:00:00.000, 0",
        "10:00:00.000, 10:00:00.400, 10:00:00.500, 0",
        "10:00:00.000, 10:00:00.501, 10:00:00.500, -0.001",
        "10:00:00.000, 10:05:00.500, 10:00:00.500, -300",
        "10:00:00.000, 09:59:59.999, 10:00:00.500, 0.001",
        "10:00:00.000, 09:50:00.000, 10:00:00.500, 600",
    })
    void theTimeThatAskingTakesIsNoDifference(String before, String database, String after, double ahead) {
        assertThat(DatabaseGauges.ahead(at(before), at(database), at(after))).isEqualTo(ahead);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-21T%sZ".formatted(time));
    }
}
