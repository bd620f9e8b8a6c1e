package swapr.system;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import swapr.local.LocalMarketplace;

/** Waits until the marketplace is at rest: empty outboxes, no lag, no open orders, e-mails, refunds or retries. */
final class Quiescence {

    private static final String OPEN_WORK = openWork();

    private final LocalMarketplace marketplace;
    private final ConsumerLags lags;

    Quiescence(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
        this.lags = new ConsumerLags(marketplace);
    }

    /**
     * Waits until the marketplace is at rest.
     *
     * @param progress receives the open work after each check
     * @throws IllegalStateException if work is still open after this time; the message names it
     */
    void await(Duration atMost, Consumer<String> progress) {
        var open = new ArrayList<String>();
        boolean atRest = Waiting.until(atMost, () -> {
            open.clear();
            try {
                open.addAll(unfinished());
            } catch (SQLException | ExecutionException e) {
                open.add(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!open.isEmpty()) {
                progress.accept("waiting for: " + String.join(", ", open));
                Waiting.pause(Duration.ofMillis(500));
            }
            return open.isEmpty();
        });
        if (!atRest) {
            throw new IllegalStateException(
                    "still open after %d s: %s".formatted(atMost.toSeconds(), String.join(", ", open)));
        }
    }

    private List<String> unfinished() throws SQLException, ExecutionException, InterruptedException {
        var open = new ArrayList<String>();
        try (var database = DatabaseSessions.connect(marketplace, Duration.ofSeconds(10));
                var statement = database.createStatement();
                var rows = statement.executeQuery(OPEN_WORK)) {
            while (rows.next()) {
                open.add("%s %d".formatted(rows.getString(1), rows.getLong(2)));
            }
        }
        open.addAll(lags.inWords());
        return open;
    }

    /** A query for the kinds of open work in the database, with their counts. */
    private static String openWork() {
        var counts = new ArrayList<String>();
        for (var schema : Scenarios.SCHEMAS) {
            for (var outbox : List.of("outbox", "dead_letter_outbox")) {
                counts.add(count(schema + " " + outbox, schema + "." + outbox));
            }
            counts.add(count(
                    schema + " retries",
                    schema + ".dead_letters where status = 'RETRYING' or redrive_requested_at is not null"));
        }
        counts.add(count("open orders", "purchase.orders where status in ('PENDING', 'RESERVED', 'PAID')"));
        counts.add(count("e-mails", "notification.notifications where status in ('PENDING', 'WAITING_FOR_ADDRESS')"));
        counts.add(count("owed refunds", """
                (select aggregate_id, (array_agg(event_type order by aggregate_version desc))[1] as last
                  from purchase.event_log where topic = 'purchase-events' group by aggregate_id) o
                where last = 'PaymentApproved'"""));
        return "select * from (%s) as counts where open > 0".formatted(String.join(" union all ", counts));
    }

    private static String count(String name, String rows) {
        return "select '%s' as name, count(*) as open from %s".formatted(name, rows);
    }
}
