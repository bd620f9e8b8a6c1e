package swapr.analytics;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * Weeks of ISO 8601, in UTC. A week begins on Monday. Week 1 contains the first Thursday of the year. Therefore the
 * last days of December may belong to week 1 of the next year, and the first days of January to the last week of the
 * year before.
 */
final class IsoWeek {

    /** The format of a week, for example {@code 2026-W47}. Weeks in this format sort as text. */
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
