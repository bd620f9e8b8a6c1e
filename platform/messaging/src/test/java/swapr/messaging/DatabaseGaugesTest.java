package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The difference of two clocks, if one of them is read by a query that takes some time. */
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
    void theDurationOfTheQueryIsNotADifference(String before, String database, String after, double ahead) {
        assertThat(DatabaseGauges.ahead(at(before), at(database), at(after))).isEqualTo(ahead);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-21T%sZ".formatted(time));
    }
}
