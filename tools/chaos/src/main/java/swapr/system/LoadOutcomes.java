package swapr.system;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the outcomes of orders from the event logs, after everything is done. */
final class LoadOutcomes {

    /** A confirmed order, with the times of its first and its last event. */
    record Order(Instant placed, Instant confirmed) {}

    private record Found(Instant placed, @Nullable Instant confirmed, String status) {}

    private final Connection database;

    LoadOutcomes(Connection database) {
        this.database = database;
    }

    /**
     * The orders with these ids, in the same order.
     *
     * @throws IllegalStateException if an order is missing in the event log, or is not confirmed
     */
    List<Order> confirmed(List<String> ids) throws SQLException {
        var found = find(ids);
        List<Order> orders = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (var id : ids) {
            var order = found.get(id);
            if (order == null) {
                bad.add(id + " is missing in the event log");
            } else if (order.confirmed() == null) {
                bad.add("%s is %s".formatted(id, order.status()));
            } else {
                orders.add(new Order(order.placed(), order.confirmed()));
            }
        }
        if (!bad.isEmpty()) {
            throw new IllegalStateException(
                    "%d of %d orders are not confirmed; order %s".formatted(bad.size(), ids.size(), bad.getFirst()));
        }
        return orders;
    }

    private Map<String, Found> find(List<String> ids) throws SQLException {
        var found = new HashMap<String, Found>();
        try (var query = forOrders("""
                        select substr(p.aggregate_id, 7), extract(epoch from p.occurred_at),
                               extract(epoch from c.occurred_at),
                               coalesce(o.status || coalesce(' ' || o.reason, ''), 'unknown')
                        from purchase.event_log p
                        left join purchase.event_log c on c.aggregate_id = p.aggregate_id
                          and c.event_type = 'OrderConfirmed' and not c.parallel
                        left join purchase.orders o on o.order_id = substr(p.aggregate_id, 7)::uuid
                        where p.aggregate_id = any(?) and p.event_type = 'OrderPlaced' and not p.parallel""", ids);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                double confirmed = rows.getDouble(3);
                boolean open = rows.wasNull();
                found.put(
                        rows.getString(1),
                        new Found(time(rows.getDouble(2)), open ? null : time(confirmed), rows.getString(4)));
            }
        }
        return found;
    }

    /**
     * The number of e-mails that were sent because of these orders.
     *
     * @throws IllegalStateException if an order has no e-mail, or an e-mail was not sent
     */
    long emails(List<String> ids) throws SQLException {
        try (var query = forOrders("""
                        select count(distinct p.aggregate_id), count(n.id), count(*) filter (where n.status = 'SENT')
                        from purchase.event_log p
                        join notification.notifications n on n.correlation_id = p.correlation_id
                        where p.aggregate_id = any(?) and p.event_type = 'OrderPlaced' and not p.parallel
                          and n.status <> 'INBOX_ONLY'""", ids);
                var rows = query.executeQuery()) {
            rows.next();
            if (rows.getLong(1) != ids.size()) {
                throw new IllegalStateException(
                        "%d of %d orders have no e-mail".formatted(ids.size() - rows.getLong(1), ids.size()));
            }
            if (rows.getLong(2) != rows.getLong(3)) {
                throw new IllegalStateException(
                        "%d of %d e-mails were not sent".formatted(rows.getLong(2) - rows.getLong(3), rows.getLong(2)));
            }
            return rows.getLong(3);
        }
    }

    private PreparedStatement forOrders(String query, List<String> ids) throws SQLException {
        var statement = database.prepareStatement(query);
        Array aggregates = database.createArrayOf(
                "text", ids.stream().map("order:"::concat).toArray());
        statement.setArray(1, aggregates);
        return statement;
    }

    private static Instant time(double epochSeconds) {
        return Instant.EPOCH.plus(Duration.ofNanos(Math.round(epochSeconds * 1e6) * 1_000));
    }
}
