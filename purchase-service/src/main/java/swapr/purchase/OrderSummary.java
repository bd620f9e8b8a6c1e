package swapr.purchase;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.purchase.OrderEvents.CancellationReason;

/** An order as its buyer sees it. What is not known yet, or does not apply, is left out. */
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

    /** The answer to the request that placed this order, however far the order has come since. */
    OrderSummary whenPlaced() {
        return new OrderSummary(id, Status.PENDING, null, 1, listingId, null, null, placedAt);
    }

    /** The same order in another state, usually an earlier one. */
    OrderSummary as(Order.State state, long version) {
        return switch (state) {
            case Order.State.Unplaced _ -> throw new IllegalArgumentException("An order that was not placed has no summary");
            case Order.State.Pending _ -> with(Status.PENDING, null, version, null);
            case Order.State.Reserved(_, var offer) -> with(Status.RESERVED, null, version, offer);
            case Order.State.Paid(_, var offer, _) -> with(Status.PAID, null, version, offer);
            case Order.State.Confirmed(_, var offer, _) -> with(Status.CONFIRMED, null, version, offer);
            case Order.State.Cancelled(_, var offer, var reason, _, _) -> with(Status.CANCELLED, reason, version, offer);
        };
    }

    private OrderSummary with(Status status, @Nullable CancellationReason reason, long version, Order.@Nullable Offer offer) {
        return new OrderSummary(id, status, reason, version, listingId, offer == null ? null : offer.title(),
                offer == null ? null : offer.price(), placedAt);
    }
}
