package swapr.system;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swapr.local.LocalMarketplace;

/**
 * Waits until all work of a load is done. It asks little: while orders are open, it reads two indexes twice a second.
 * {@link Quiescence} asks more, and more often.
 */
final class LoadRest implements AutoCloseable {

    private static final Duration WHILE_ORDERS_ARE_OPEN = Duration.ofMillis(500);
    private static final Duration LATER = Duration.ofMillis(200);
    private static final String ORDERS = "open orders";

    private final ConsumerLags lags;
    private final PreparedStatement first;
    private final PreparedStatement lastReaction;

    LoadRest(LocalMarketplace marketplace, Connection database) throws SQLException {
        lags = new ConsumerLags(marketplace);
        first = database.prepareStatement(firstOpenWork());
        lastReaction = database.prepareStatement(Scenarios.SCHEMAS.stream()
                .map(LoadRest::lastReactionIn)
                .collect(Collectors.joining(" union all ", "select extract(epoch from max(at)) from (", ") as each")));
    }

    /** Reads the last pages of the table only, because new rows are there, and no index has their times. */
    private static String lastReactionIn(String schema) {
        return """
                select max(processed_at) as at from %1$s.processed_events
                where ctid >= (select format('(%%s,0)', greatest(0,
                  pg_relation_size('%1$s.processed_events') / current_setting('block_size')::int - 100)))::tid
                """.formatted(schema);
    }

    /** PostgreSQL evaluates the conditions one after the other, and no further than the first true one. */
    private static String firstOpenWork() {
        List<String> conditions = new ArrayList<>();
        conditions.add(when("purchase.orders where open_until is not null", ORDERS));
        for (var outbox : List.of("outbox", "dead_letter_outbox")) {
            for (var schema : Scenarios.SCHEMAS) {
                conditions.add(when(schema + "." + outbox, schema + " " + outbox));
            }
        }
        for (var schema : Scenarios.SCHEMAS) {
            conditions.add(when(schema + ".dead_letters where status = 'RETRYING'", schema + " commands"));
        }
        return conditions.stream().collect(Collectors.joining(" ", "select case ", " end"));
    }

    private static String when(String rows, String name) {
        return "when exists (select from %s) then '%s'".formatted(rows, name);
    }

    /**
     * Waits until no order is open, all outboxes are empty, no command waits for another attempt, and no consumer or
     * queue has a lag. Then all e-mails are sent, too.
     *
     * @return the time of the last work
     * @throws IllegalStateException if work is still open after this time; the message names it
     */
    Instant await(Duration atMost) throws SQLException, ExecutionException, InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (true) {
            String open = firstOpen();
            var now = Instant.now();
            if (open == null) {
                open = String.join(", ", lags.inWords());
                if (open.isEmpty() && firstOpen() == null) {
                    // Reading the lags takes a moment, so the last reaction may be later than the look into the tables.
                    return Stream.of(now, lastReaction())
                            .max(Instant::compareTo)
                            .orElse(now);
                }
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the marketplace is not at rest after %d s: %s"
                        .formatted(atMost.toSeconds(), open.isEmpty() ? "new work appears" : open));
            }
            Waiting.pause(open.equals(ORDERS) ? WHILE_ORDERS_ARE_OPEN : LATER);
        }
    }

    private @Nullable String firstOpen() throws SQLException {
        try (var rows = first.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Instant lastReaction() throws SQLException {
        try (var rows = lastReaction.executeQuery()) {
            rows.next();
            return Instant.EPOCH.plusNanos((long) (rows.getDouble(1) * 1e9));
        }
    }

    @Override
    public void close() throws SQLException {
        first.close();
        lastReaction.close();
    }
}
