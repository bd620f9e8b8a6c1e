package swapr.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Gauges of a service's database: waiting rows, the difference between the two clocks, and transactions that stay open.
 * One query reads all of them. It takes no lock.
 */
final class DatabaseGauges {

    private record Reading(
            long pending,
            double oldestAgeSeconds,
            long deadLetters,
            long retrying,
            double clockAheadSeconds,
            long openDistance) {}

    private static final String QUERY = """
            select (select count(*) from outbox) as pending,
              coalesce((select extract(epoch from now() - occurred_at) from event_log
                        where position = (select event from outbox order by position limit 1)), 0) as age,
              (select count(*) from dead_letter_outbox) as dead_letters,
              (select count(*) from dead_letters where status = 'RETRYING') as retrying,
              clock_timestamp() as clock,
              pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                - pg_snapshot_xmin(pg_current_snapshot())::text::bigint as distance""";

    private final JdbcTemplate jdbc;
    private volatile Reading reading = new Reading(0, 0, 0, 0, 0, 0);

    DatabaseGauges(JdbcTemplate jdbc, MeterRegistry registry) {
        this.jdbc = jdbc;
        Gauge.builder("swapr.outbox.pending", () -> reading.pending())
                .description("Events that are committed and not yet acknowledged by Kafka")
                .register(registry);
        Gauge.builder("swapr.outbox.oldest.age.seconds", () -> reading.oldestAgeSeconds())
                .description("Age of the oldest unpublished event")
                .register(registry);
        Gauge.builder("swapr.dead.letters.unsent", () -> reading.deadLetters())
                .description("Dead letters that are not on their topic yet")
                .register(registry);
        Gauge.builder("swapr.commands.retrying", () -> reading.retrying())
                .description("Commands stored in the database: they wait for another attempt, or run for long")
                .register(registry);
        Gauge.builder("swapr.clock.ahead.seconds", () -> reading.clockAheadSeconds())
                .description("This service's clock minus its database's clock; negative if the service is behind")
                .register(registry);
        Gauge.builder("swapr.database.open.distance", () -> reading.openDistance())
                .description("Writing transactions begun since the oldest open one, of all users of the database")
                .register(registry);
    }

    /** Takes a new reading. If the query fails, its exception is thrown and the last reading stays. */
    void take() {
        Instant before = Instant.now();
        reading = jdbc.queryForObject(QUERY, (row, n) -> {
            Instant database = row.getObject("clock", OffsetDateTime.class).toInstant();
            return new Reading(
                    row.getLong("pending"),
                    Math.max(0, row.getDouble("age")),
                    row.getLong("dead_letters"),
                    row.getLong("retrying"),
                    ahead(before, database, Instant.now()),
                    row.getLong("distance"));
        });
    }

    /**
     * The database's clock is read between two readings of the service's clock. A time between these two counts as no
     * difference.
     */
    static double ahead(Instant before, Instant database, Instant after) {
        if (database.isBefore(before)) {
            return seconds(database, before);
        }
        return database.isAfter(after) ? -seconds(after, database) : 0;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1e3;
    }
}
