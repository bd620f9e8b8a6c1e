package swapr.workshop;

import java.sql.SQLException;
import swapr.local.LocalMarketplace;
import swapr.system.DatabaseSessions;

/** The rows of one order in the database of purchase-service. A check falsifies them and puts them right again. */
record OrderRows(LocalMarketplace marketplace, String order) {

    /** Writes the reservation of a confirmed order again, as its fifth event. It has no row in the outbox. */
    private static final String REPEAT_RESERVATION = """
            insert into purchase.event_log (event_id, topic, event_type, schema_version, aggregate_id,
                                            aggregate_version, occurred_at, correlation_id, body)
            select fresh.id, topic, event_type, schema_version, aggregate_id, 5, occurred_at, correlation_id,
                   (body::jsonb || jsonb_build_object('event_id', fresh.id, 'aggregate_version', 5))::json
            from purchase.event_log, (select gen_random_uuid() as id) as fresh
            where aggregate_id = 'order:' || ? and aggregate_version = 2""";

    /** Changes nothing if the order has another status, such as canceled. */
    void setStatus(String from, String to) throws SQLException {
        change("update purchase.orders set status = '%s' where order_id = ?::uuid and status = '%s'"
                .formatted(to, from));
    }

    void repeatReservation() throws SQLException {
        change(REPEAT_RESERVATION);
    }

    void deleteRepetition() throws SQLException {
        change("delete from purchase.event_log where aggregate_id = 'order:' || ? and aggregate_version = 5");
    }

    /** Deletes what a check has left that was killed before it could delete it. The product has no such event. */
    static void removeRepetitions(LocalMarketplace marketplace) {
        try (var database = DatabaseSessions.connect(marketplace);
                var change = database.createStatement()) {
            change.execute(
                    "delete from purchase.event_log" + " where event_type = 'OrderReserved' and aggregate_version = 5");
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void change(String sql) throws SQLException {
        try (var database = DatabaseSessions.connect(marketplace);
                var change = database.prepareStatement(sql)) {
            change.setString(1, order);
            change.executeUpdate();
        }
    }
}
