package swapr.purchase;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The orders that are neither confirmed nor canceled: rows of the table {@code orders} with {@code open_until}. */
@Repository
class OpenOrders {

    private static final int BATCH_SIZE = 500;

    private final JdbcClient jdbc;

    OpenOrders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<UUID> of(UUID buyerId) {
        return jdbc.sql("select order_id from orders where buyer_id = ? and open_until is not null order by 1")
                .param(buyerId)
                .query(OpenOrders::id)
                .list();
    }

    /** Skips locked orders, because another transaction decides on them now. The next sweep reads them again. */
    List<UUID> overdue() {
        return jdbc.sql("""
                        select order_id from orders where open_until <= now()
                        order by open_until limit ?
                        for update skip locked""").param(BATCH_SIZE).query(OpenOrders::id).list();
    }

    /**
     * Such an order was placed during the erasure. Only the erasures of the last day are checked, because an older
     * order has passed its deadline. Without {@code offset 0}, PostgreSQL may read all open orders to find those of few
     * buyers.
     */
    List<UUID> ofErasedBuyers() {
        return jdbc.sql("""
                        select o.order_id
                        from (select buyer_id from erased_buyers where erased_at > now() - interval '1 day' offset 0) e
                          cross join lateral (select order_id from orders
                                              where buyer_id = e.buyer_id and open_until is not null offset 0) o
                        order by 1 limit ?""").param(BATCH_SIZE).query(OpenOrders::id).list();
    }

    /** Seconds until the first deadline of the buyer's open orders; 0 if none is open or the deadline has passed. */
    long secondsToNextDeadline(UUID buyerId) {
        return jdbc.sql("""
                        select coalesce(greatest(ceil(extract(epoch from min(deadline) - now())), 0), 0) from orders
                        where buyer_id = ? and open_until is not null""").param(buyerId).query(Long.class).single();
    }

    long count() {
        return jdbc.sql("select count(*) from orders where open_until is not null")
                .query(Long.class)
                .single();
    }

    /** At most 100, oldest first. A pending order waits for its reservation, a reserved one for its payment. */
    List<OpenOrdersEndpoint.OpenOrder> oldest() {
        return jdbc.sql("""
                        select order_id, status, version, placed_at, extract(epoch from now() - placed_at) as age,
                               extract(epoch from deadline - now()) as seconds_left
                        from orders where open_until is not null order by open_until, order_id limit 100""")
                .query((row, number) -> new OpenOrdersEndpoint.OpenOrder(
                        row.getObject("order_id", UUID.class),
                        row.getString("status"),
                        row.getLong("version"),
                        row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                        row.getDouble("age"),
                        row.getDouble("seconds_left"),
                        row.getString("status").equals("PENDING") ? "listing-service" : "the bank"))
                .list();
    }

    /** Seconds since the oldest open order was placed; 0 if none is open. */
    double ageOfOldest() {
        return jdbc.sql("""
                        select coalesce(extract(epoch from now() - min(placed_at)), 0) from orders
                        where open_until is not null""").query(Double.class).single();
    }

    private static UUID id(ResultSet row, int number) throws SQLException {
        return row.getObject(1, UUID.class);
    }
}
