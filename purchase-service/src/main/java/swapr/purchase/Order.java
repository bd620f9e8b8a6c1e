package swapr.purchase;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.purchase.OrderEvents.CancellationReason;
import swapr.purchase.OrderEvents.OrderCancelled;
import swapr.purchase.OrderEvents.OrderConfirmed;
import swapr.purchase.OrderEvents.OrderPlaced;
import swapr.purchase.OrderEvents.OrderReserved;
import swapr.purchase.OrderEvents.PaymentApproved;
import swapr.purchase.OrderEvents.PaymentDeclined;
import swapr.purchase.OrderEvents.PaymentRefunded;

/**
 * An order is a fold over its events. {@link #decide} makes the decisions of the saga; {@link #evolve} only applies
 * events. Messages may arrive late, twice or never, so each command has a result in each state. If the result is empty,
 * nothing changes.
 */
final class Order {

    /** The ids of the order, the listing and the buyer. */
    record Purchase(UUID orderId, UUID listingId, UUID buyerId) {}

    /** The reserved listing. The buyer pays this price, even if the price of the listing changes later. */
    record Offer(UUID sellerId, String sellerName, String title, Money price) {}

    sealed interface Command {}

    record Place(UUID orderId, UUID listingId, UUID buyerId) implements Command {}

    record Reserve(Offer offer) implements Command {}

    record Reject(CancellationReason reason) implements Command {}

    record Approve(String paymentId) implements Command {}

    record Decline(String reason) implements Command {}

    record Cancel(CancellationReason reason) implements Command {}

    record Refund() implements Command {}

    sealed interface State {}

    record Unplaced() implements State {}

    record Pending(Purchase purchase) implements State {}

    record Reserved(Purchase purchase, Offer offer) implements State {}

    /** Transient: PaymentApproved and OrderConfirmed are appended together, so no order is stored in this state. */
    record Paid(Purchase purchase, Offer offer, String paymentId) implements State {}

    /** Transient: PaymentDeclined and OrderCancelled are appended together, so no order is stored in this state. */
    record Declined(Purchase purchase, Offer offer) implements State {}

    record Confirmed(Purchase purchase, Offer offer) implements State {}

    record Cancelled(Purchase purchase, @Nullable Offer offer, CancellationReason reason) implements State {

        Offer offered() {
            if (offer == null) {
                throw new IllegalStateException("Money was captured for an order that had no reservation: " + this);
            }
            return offer;
        }
    }

    /** The order is canceled, but the money was captured. The refund is not finished yet. */
    record RefundPending(Cancelled order, String paymentId) implements State {}

    record Refunded(Cancelled order) implements State {}

    private record StateAndCommand(State state, Command command) {}

    private record StateAndEvent(State state, OrderEvents event) {}

    private Order() {}

    static List<OrderEvents> decide(State state, Command command) {
        return switch (new StateAndCommand(state, command)) {
            case StateAndCommand(Unplaced _, Place c) ->
                List.of(new OrderPlaced(c.orderId(), c.listingId(), c.buyerId()));
            case StateAndCommand(Pending s, Reserve c) -> List.of(OrderReserved.of(s.purchase(), c.offer()));
            case StateAndCommand(Pending s, Reject c) -> List.of(OrderCancelled.of(s.purchase(), null, c.reason()));
            case StateAndCommand(Reserved s, Approve c) ->
                List.of(
                        PaymentApproved.of(s.purchase(), s.offer(), c.paymentId()),
                        OrderConfirmed.of(s.purchase(), s.offer()));
            case StateAndCommand(Reserved s, Decline c) ->
                List.of(
                        PaymentDeclined.of(s.purchase(), c.reason()),
                        OrderCancelled.of(s.purchase(), s.offer(), CancellationReason.PAYMENT_DECLINED));
            case StateAndCommand(Pending s, Cancel c) -> List.of(OrderCancelled.of(s.purchase(), null, c.reason()));
            case StateAndCommand(Reserved s, Cancel c) ->
                List.of(OrderCancelled.of(s.purchase(), s.offer(), c.reason()));
            case StateAndCommand(Declined s, Cancel c) ->
                List.of(OrderCancelled.of(s.purchase(), s.offer(), c.reason()));
            case StateAndCommand(Paid s, Cancel c) -> List.of(OrderCancelled.of(s.purchase(), s.offer(), c.reason()));

            // The charge had begun when the order was canceled: the money is refunded once.
            case StateAndCommand(Cancelled s, Approve c) ->
                List.of(PaymentApproved.of(s.purchase(), s.offered(), c.paymentId()));
            case StateAndCommand(RefundPending s, Refund _) ->
                List.of(PaymentRefunded.of(s.order().purchase(), s.order().offered(), s.paymentId()));

            // No charge begins before the reservation.
            case StateAndCommand(Unplaced _, Approve _), StateAndCommand(Pending _, Approve _) ->
                throw new IllegalStateException("Money was captured for an order that had no reservation: " + state);

            // A late or duplicate command changes nothing. listing-service releases a late reservation when it reads
            // OrderCancelled.
            case StateAndCommand(State _, Place _),
                    StateAndCommand(State _, Reserve _),
                    StateAndCommand(State _, Reject _),
                    StateAndCommand(State _, Approve _) -> List.of();
            case StateAndCommand(State _, Decline _),
                    StateAndCommand(State _, Cancel _),
                    StateAndCommand(State _, Refund _) -> List.of();
        };
    }

    /** @throws IllegalStateException if the event is impossible in this state */
    static State evolve(State state, OrderEvents event) {
        return switch (new StateAndEvent(state, event)) {
            case StateAndEvent(Unplaced _, OrderPlaced e) ->
                new Pending(new Purchase(e.orderId(), e.listingId(), e.buyerId()));
            case StateAndEvent(Pending s, OrderReserved e) ->
                new Reserved(s.purchase(), new Offer(e.sellerId(), e.sellerName(), e.title(), e.price()));
            case StateAndEvent(Reserved s, PaymentApproved e) -> new Paid(s.purchase(), s.offer(), e.paymentId());
            case StateAndEvent(Reserved s, PaymentDeclined _) -> new Declined(s.purchase(), s.offer());
            case StateAndEvent(Paid s, OrderConfirmed _) -> new Confirmed(s.purchase(), s.offer());
            case StateAndEvent(Pending s, OrderCancelled e) -> new Cancelled(s.purchase(), null, e.reason());
            case StateAndEvent(Reserved s, OrderCancelled e) -> new Cancelled(s.purchase(), s.offer(), e.reason());
            case StateAndEvent(Declined s, OrderCancelled e) -> new Cancelled(s.purchase(), s.offer(), e.reason());
            case StateAndEvent(Paid s, OrderCancelled e) ->
                new RefundPending(new Cancelled(s.purchase(), s.offer(), e.reason()), s.paymentId());
            case StateAndEvent(Cancelled s, PaymentApproved e) -> new RefundPending(s, e.paymentId());
            case StateAndEvent(RefundPending s, PaymentRefunded _) -> new Refunded(s.order());
            case StateAndEvent(State _, OrderEvents _) ->
                throw new IllegalStateException(event + " is impossible in state " + state);
        };
    }

    /** The payment command of an order that reaches this state. It is part of the decision and has no side effects. */
    static Optional<PaymentRequests> paymentCommandFor(State state) {
        return switch (state) {
            case Reserved s ->
                Optional.of(new PaymentRequests.ChargePayment(
                        s.purchase().orderId(), s.offer().price()));
            case RefundPending s ->
                Optional.of(new PaymentRequests.RefundPayment(
                        s.order().purchase().orderId(),
                        s.paymentId(),
                        s.order().offered().price()));
            case Unplaced _, Pending _, Paid _, Declined _, Confirmed _, Cancelled _, Refunded _ -> Optional.empty();
        };
    }

    static State fold(Iterable<OrderEvents> history) {
        State state = new Unplaced();
        for (OrderEvents event : history) {
            state = evolve(state, event);
        }
        return state;
    }

    /** Whether the order is finished for the buyer. A refund may still be pending. */
    static boolean isFinal(State state) {
        return switch (state) {
            case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> true;
            case Unplaced _, Pending _, Reserved _, Paid _, Declined _ -> false;
        };
    }
}
