package swapr.purchase;

import org.jspecify.annotations.Nullable;
import swapr.purchase.OrderEvents.*;

/** The state of an order: a fold over its events. {@link #evolve} only applies events; {@link Order} decides. */
sealed interface OrderState {

    record Unplaced() implements OrderState {}

    record Pending(Order.Purchase purchase) implements OrderState {}

    record Reserved(Order.Purchase purchase, Order.Offer offer) implements OrderState {}

    /** Transient: PaymentApproved and OrderConfirmed are appended together, so no order is stored in this state. */
    record Paid(Order.Purchase purchase, Order.Offer offer, String paymentId) implements OrderState {}

    /** Transient: PaymentDeclined and OrderCancelled are appended together, so no order is stored in this state. */
    record Declined(Order.Purchase purchase, Order.Offer offer) implements OrderState {}

    record Confirmed(Order.Purchase purchase, Order.Offer offer) implements OrderState {}

    record Cancelled(Order.Purchase purchase, Order.@Nullable Offer offer, CancellationReason reason)
            implements OrderState {

        Order.Offer offered() {
            if (offer == null) {
                throw new IllegalStateException("Money was captured for an order that had no reservation: " + this);
            }
            return offer;
        }
    }

    /** The order is canceled, but the money was captured. The refund is not finished yet. */
    record RefundPending(Cancelled order, String paymentId) implements OrderState {}

    record Refunded(Cancelled order) implements OrderState {}

    /** The state after all events of an order, oldest first. */
    static OrderState fold(Iterable<OrderEvents> history) {
        OrderState state = new Unplaced();
        for (OrderEvents event : history) {
            state = evolve(state, event);
        }
        return state;
    }

    /**
     * The state after an event. Each event names all states, so a new state compiles only with a decision about it.
     *
     * @throws IllegalStateException if the event is impossible in this state
     */
    static OrderState evolve(OrderState state, OrderEvents event) {
        return switch (event) {
            case OrderPlaced e ->
                switch (state) {
                    case Unplaced _ -> new Pending(new Order.Purchase(e.orderId(), e.listingId(), e.buyerId()));
                    case Pending _, Reserved _, Paid _, Declined _ -> throw impossible(event, state);
                    case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> throw impossible(event, state);
                };
            case OrderReserved e ->
                switch (state) {
                    case Pending s ->
                        new Reserved(s.purchase(), new Order.Offer(e.sellerId(), e.sellerName(), e.title(), e.price()));
                    case Unplaced _, Reserved _, Paid _, Declined _ -> throw impossible(event, state);
                    case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> throw impossible(event, state);
                };
            case PaymentApproved e ->
                switch (state) {
                    case Reserved s -> new Paid(s.purchase(), s.offer(), e.paymentId());
                    case Cancelled s -> new RefundPending(s, e.paymentId());
                    case Unplaced _, Pending _, Paid _, Declined _ -> throw impossible(event, state);
                    case Confirmed _, RefundPending _, Refunded _ -> throw impossible(event, state);
                };
            case PaymentDeclined _ ->
                switch (state) {
                    case Reserved s -> new Declined(s.purchase(), s.offer());
                    case Unplaced _, Pending _, Paid _, Declined _ -> throw impossible(event, state);
                    case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> throw impossible(event, state);
                };
            case OrderConfirmed _ ->
                switch (state) {
                    case Paid s -> new Confirmed(s.purchase(), s.offer());
                    case Unplaced _, Pending _, Reserved _, Declined _ -> throw impossible(event, state);
                    case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> throw impossible(event, state);
                };
            case OrderCancelled e ->
                switch (state) {
                    case Pending s -> new Cancelled(s.purchase(), null, e.reason());
                    case Reserved s -> new Cancelled(s.purchase(), s.offer(), e.reason());
                    case Declined s -> new Cancelled(s.purchase(), s.offer(), e.reason());
                    case Paid s -> new RefundPending(new Cancelled(s.purchase(), s.offer(), e.reason()), s.paymentId());
                    case Unplaced _, Confirmed _, Cancelled _, RefundPending _, Refunded _ ->
                        throw impossible(event, state);
                };
            case PaymentRefunded _ ->
                switch (state) {
                    case RefundPending s -> new Refunded(s.order());
                    case Unplaced _, Pending _, Reserved _, Paid _, Declined _ -> throw impossible(event, state);
                    case Confirmed _, Cancelled _, Refunded _ -> throw impossible(event, state);
                };
        };
    }

    private static IllegalStateException impossible(OrderEvents event, OrderState state) {
        return new IllegalStateException(event + " is impossible in state " + state);
    }

    /** Whether the order is finished for the buyer. A refund may still be pending. */
    default boolean isFinal() {
        return switch (this) {
            case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> true;
            case Unplaced _, Pending _, Reserved _, Paid _, Declined _ -> false;
        };
    }
}
