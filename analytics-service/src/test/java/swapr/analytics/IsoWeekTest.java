package swapr.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsoWeekTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T09:12:45.123456Z, 2026-W47",
        "2026-12-31T12:00:00Z,        2026-W53",
        "2027-01-01T00:00:00Z,        2026-W53",
        "2027-01-03T23:59:59.999999Z, 2026-W53",
        "2027-01-04T00:00:00Z,        2027-W01",
        "2024-12-29T23:59:59.999999Z, 2024-W52",
        "2024-12-30T00:00:00Z,        2025-W01",
        "2025-12-28T12:00:00Z,        2025-W52",
        "2025-12-29T12:00:00Z,        2026-W01",
        "2026-01-01T00:00:00Z,        2026-W01",
        "2021-01-03T23:59:59Z,        2020-W53",
        "2028-02-29T00:00:00Z,        2028-W09"
    })
    void aWeekBelongsToTheYearOfItsThursday(Instant instant, String week) {
        assertThat(IsoWeek.of(instant)).isEqualTo(week).matches(IsoWeek.PATTERN);
    }

    @Test
    void theDefaultLocaleDoesNotMatter() {
        var before = java.util.Locale.getDefault();
        try {
            java.util.Locale.setDefault(java.util.Locale.forLanguageTag("ar-SA-u-nu-arab"));
            assertThat(IsoWeek.of(Instant.parse("2026-11-22T23:59:59Z"))).isEqualTo("2026-W47");
        } finally {
            java.util.Locale.setDefault(before);
        }
    }
}
