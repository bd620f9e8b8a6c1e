package swapr.purchase;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code orders}: one row per order, written in the same transaction as its events. Lists, timeouts, limits
 * and idempotency keys read this table, so they need no fold. Only {@link Order} decides which events an order gets.
 * {@link OpenOrders} reads the same rows. {@link PaymentProcessor} marks the beginning of a charge in them.
 */
@Repository
class OrderSummaries {

    private final JdbcClient jdbc;

    OrderSummaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The result of an insert.
     *
     * @param inserted false if the key was used before
     * @param buyerErased true if the buyer deleted the account
     * @param openBefore number of open orders of the buyer before the insert
     */
    record Placement(boolean inserted, boolean buyerErased, int openBefore) {}

    /**
     * Inserts an order. Of several concurrent requests with one key, on one or several instances, exactly one inserts.
     * The others wait here. The result also shows whether the buyer may place the order. If not, the caller rolls back.
     *
     * @param placedAt the time of OrderPlaced. The deadline uses the clock of the database, because the sweep does too
     */
    Placement insert(
            Order.Purchase purchase,
            Instant placedAt,
            String paymentToken,
            String idempotencyKey,
            String requestHash,
            Duration timeout) {
        return jdbc.sql("""
                        with placed as (
                        insert into orders (order_id, buyer_id, listing_id, status, version, placed_at, deadline,
                          idempotency_key, request_hash, payment_token)
                        values (?, ?, ?, 'PENDING', 1, ?, now() + ? * interval '1 millisecond', ?, ?, ?)
                        on conflict (buyer_id, idempotency_key) do nothing returning buyer_id)
                        select exists (select from placed), exists (select from erased_buyers where buyer_id = ?),
                          (select count(*) from orders where buyer_id = ? and open_until is not null)""")
                .params(
                        purchase.orderId(),
                        purchase.buyerId(),
                        purchase.listingId(),
                        placedAt.atOffset(ZoneOffset.UTC),
                        timeout.toMillis(),
                        idempotencyKey,
                        requestHash,
                        paymentToken,
                        purchase.buyerId(),
                        purchase.buyerId())
                .query((row, n) -> new Placement(row.getBoolean(1), row.getBoolean(2), row.getInt(3)))
                .single();
    }

    /** Locks the order until the end of the transaction, so that no other transaction decides on it meanwhile. */
    Optional<OrderSummary> findForUpdate(UUID orderId) {
        return jdbc.sql("select * from orders where order_id = ? for update")
                .param(orderId)
                .query(OrderSummary::of)
                .optional();
    }

    /**
     * Updates the row. Erases the payment token when no charge can be needed any more:
     *
     * <ul>
     *   <li>after the bank's answer to a charge ({@code paymentSettled}),
     *   <li>after a cancellation, if no charge has begun.
     * </ul>
     */
    void update(OrderSummary now, boolean paymentSettled) {
        Money price = now.price();
        jdbc.sql("""
                        update orders set status = :status, reason = :reason, version = :version, title = :title,
                          price = :price, currency = :currency, payment_token = case
                            when :settled or (:cancelled and charge_began_at is null) then null else payment_token end
                        where order_id = :order""")
                .param("status", now.status().name())
                .param("reason", now.reason() == null ? null : now.reason().name())
                .param("version", now.version())
                .param("title", now.title())
                .param("price", price == null ? null : price.amount())
                .param("currency", price == null ? null : price.currency())
                .param("settled", paymentSettled)
                .param("cancelled", now.status() == OrderSummary.Status.CANCELLED)
                .param("order", now.id())
                .update();
    }

    Optional<OrderSummary> find(UUID orderId, UUID buyerId) {
        return jdbc.sql("select * from orders where order_id = ? and buyer_id = ?")
                .params(orderId, buyerId)
                .query(OrderSummary::of)
                .optional();
    }

    /** Empty if this buyer first used the key for another request. */
    Optional<OrderSummary> findPlaced(UUID buyerId, String idempotencyKey, String requestHash) {
        return jdbc.sql("select * from orders where buyer_id = ? and idempotency_key = ? and request_hash = ?")
                .params(buyerId, idempotencyKey, requestHash)
                .query(OrderSummary::of)
                .optional();
    }

    /** Newest first. The ids are UUIDv7, so they sort by the time of placing. */
    List<OrderSummary> of(UUID buyerId, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                        select * from orders where buyer_id = :buyer
                          and (cast(:before as uuid) is null or order_id < cast(:before as uuid))
                        order by order_id desc limit :limit""")
                .param("buyer", buyerId)
                .param("before", before)
                .param("limit", limit)
                .query(OrderSummary::of)
                .list();
    }
}
