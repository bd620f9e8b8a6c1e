package swapr.analytics;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * Weeks as ISO 8601 counts them, in UTC: they begin on Monday, and week 1 is the one with the year's first Thursday.
 * So the last days of December may belong to the next year's week 1, and the first of January to last year's week 53.
 */
final class IsoWeek {

    /** What a week looks like: {@code 2026-W47}. Written so, weeks sort as text. */
    static final String PATTERN = "[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])";

    private IsoWeek() {}

    static String of(Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%04d-W%02d",
                time.get(IsoFields.WEEK_BASED_YEAR),
                time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
}
