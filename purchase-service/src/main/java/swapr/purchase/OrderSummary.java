package swapr.purchase;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.purchase.OrderEvents.CancellationReason;

/** An order as the REST API returns it to its buyer. Fields without a value are absent. */
record OrderSummary(
        UUID id,
        Status status,
        @Nullable CancellationReason reason,
        long version,
        UUID listingId,
        @Nullable String title,
        @Nullable Money price,
        Instant placedAt) {

    enum Status {
        PENDING,
        RESERVED,
        PAID,
        CONFIRMED,
        CANCELLED
    }

    /** An order that was placed now. */
    static OrderSummary placed(Order.Purchase purchase, Instant placedAt) {
        return new OrderSummary(
                purchase.orderId(), Status.PENDING, null, 1, purchase.listingId(), null, null, placedAt);
    }

    /** The response to the request that placed this order. It does not depend on the current state. */
    OrderSummary whenPlaced() {
        return new OrderSummary(id, Status.PENDING, null, 1, listingId, null, null, placedAt);
    }

    /** The same order in another state, usually an earlier one. */
    OrderSummary as(OrderState state, long version) {
        return switch (state) {
            case OrderState.Unplaced _ ->
                throw new IllegalArgumentException("An order that was not placed has no summary");
            case OrderState.Pending _ -> with(Status.PENDING, null, version, null);
            case OrderState.Reserved s -> with(Status.RESERVED, null, version, s.offer());
            case OrderState.Declined s -> with(Status.RESERVED, null, version, s.offer());
            case OrderState.Paid s -> with(Status.PAID, null, version, s.offer());
            case OrderState.Confirmed s -> with(Status.CONFIRMED, null, version, s.offer());
            case OrderState.Cancelled s -> with(Status.CANCELLED, s.reason(), version, s.offer());
            case OrderState.RefundPending s -> as(s.order(), version);
            case OrderState.Refunded s -> as(s.order(), version);
        };
    }

    /** Reads a row of the table {@code orders}. */
    static OrderSummary of(ResultSet row, int number) throws SQLException {
        String reason = row.getString("reason");
        var price = row.getBigDecimal("price");
        return new OrderSummary(
                row.getObject("order_id", UUID.class),
                Status.valueOf(row.getString("status")),
                reason == null ? null : CancellationReason.valueOf(reason),
                row.getLong("version"),
                row.getObject("listing_id", UUID.class),
                row.getString("title"),
                price == null ? null : new Money(price, row.getString("currency")),
                row.getObject("placed_at", OffsetDateTime.class).toInstant());
    }

    private OrderSummary with(
            Status status, @Nullable CancellationReason reason, long version, Order.@Nullable Offer offer) {
        return new OrderSummary(
                id,
                status,
                reason,
                version,
                listingId,
                offer == null ? null : offer.title(),
                offer == null ? null : offer.price(),
                placedAt);
    }
}
