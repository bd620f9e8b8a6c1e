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
 * An order: a fold over its events. {@link #decide} makes the saga's decisions, {@link #evolve} only remembers. Facts
 * may arrive late, twice or not at all, so every command has an answer in every state; no event means "nothing new".
 */
final class Order {

    /** Who buys what. */
    record Purchase(UUID orderId, UUID listingId, UUID buyerId) {}

    /** What it was reserved for. The price paid is this price, whatever the listing costs by then. */
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

    /** Never at rest: the payment and the confirmation are appended together. */
    record Paid(Purchase purchase, Offer offer, String paymentId) implements State {}

    /** Never at rest: the refusal and the cancellation are appended together. */
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

    /** Cancelled, and then it turned out that the money had moved. It is on its way back. */
    record RefundPending(Cancelled order, String paymentId) implements State {}

    record Refunded(Cancelled order) implements State {}

    private record On(State state, Command command) {}

    private record After(State state, OrderEvents event) {}

    private Order() {}

    static List<OrderEvents> decide(State state, Command command) {
        return switch (new On(state, command)) {
            case On(Unplaced _, Place c) -> List.of(new OrderPlaced(c.orderId(), c.listingId(), c.buyerId()));
            case On(Pending s, Reserve c) -> List.of(OrderReserved.of(s.purchase(), c.offer()));
            case On(Pending s, Reject c) -> List.of(OrderCancelled.of(s.purchase(), null, c.reason()));
            case On(Reserved s, Approve c) ->
                List.of(
                        PaymentApproved.of(s.purchase(), s.offer(), c.paymentId()),
                        OrderConfirmed.of(s.purchase(), s.offer()));
            case On(Reserved s, Decline c) ->
                List.of(
                        PaymentDeclined.of(s.purchase(), c.reason()),
                        OrderCancelled.of(s.purchase(), s.offer(), CancellationReason.PAYMENT_DECLINED));
            case On(Pending s, Cancel c) -> List.of(OrderCancelled.of(s.purchase(), null, c.reason()));
            case On(Reserved s, Cancel c) -> List.of(OrderCancelled.of(s.purchase(), s.offer(), c.reason()));
            case On(Declined s, Cancel c) -> List.of(OrderCancelled.of(s.purchase(), s.offer(), c.reason()));
            case On(Paid s, Cancel c) -> List.of(OrderCancelled.of(s.purchase(), s.offer(), c.reason()));

            // The charge was under way when the order was cancelled: the money goes back, once.
            case On(Cancelled s, Approve c) -> List.of(PaymentApproved.of(s.purchase(), s.offered(), c.paymentId()));
            case On(RefundPending s, Refund _) ->
                List.of(PaymentRefunded.of(s.order().purchase(), s.order().offered(), s.paymentId()));

            // Nobody can have charged anything before the reservation.
            case On(Unplaced _, Approve _), On(Pending _, Approve _) ->
                throw new IllegalStateException("Money was captured for an order that had no reservation: " + state);

            // Late or told twice. A late reservation is released by the listing, which hears of the cancellation.
            case On(State _, Place _), On(State _, Reserve _), On(State _, Reject _), On(State _, Approve _) ->
                List.of();
            case On(State _, Decline _), On(State _, Cancel _), On(State _, Refund _) -> List.of();
        };
    }

    /** @throws IllegalStateException when such an event cannot have happened in that state */
    static State evolve(State state, OrderEvents event) {
        return switch (new After(state, event)) {
            case After(Unplaced _, OrderPlaced e) -> new Pending(new Purchase(e.orderId(), e.listingId(), e.buyerId()));
            case After(Pending s, OrderReserved e) ->
                new Reserved(s.purchase(), new Offer(e.sellerId(), e.sellerName(), e.title(), e.price()));
            case After(Reserved s, PaymentApproved e) -> new Paid(s.purchase(), s.offer(), e.paymentId());
            case After(Reserved s, PaymentDeclined _) -> new Declined(s.purchase(), s.offer());
            case After(Paid s, OrderConfirmed _) -> new Confirmed(s.purchase(), s.offer());
            case After(Pending s, OrderCancelled e) -> new Cancelled(s.purchase(), null, e.reason());
            case After(Reserved s, OrderCancelled e) -> new Cancelled(s.purchase(), s.offer(), e.reason());
            case After(Declined s, OrderCancelled e) -> new Cancelled(s.purchase(), s.offer(), e.reason());
            case After(Paid s, OrderCancelled e) ->
                new RefundPending(new Cancelled(s.purchase(), s.offer(), e.reason()), s.paymentId());
            case After(Cancelled s, PaymentApproved e) -> new RefundPending(s, e.paymentId());
            case After(RefundPending s, PaymentRefunded _) -> new Refunded(s.order());
            case After(State _, OrderEvents _) -> throw new IllegalStateException(event + " cannot follow " + state);
        };
    }

    /** What the bank is asked to do when an event has led to this state: part of the decision, and as pure. */
    static Optional<PaymentRequests> request(State after) {
        return switch (after) {
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

    /** Over for the buyer. A refund may still be on its way. */
    static boolean isFinal(State state) {
        return switch (state) {
            case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> true;
            case Unplaced _, Pending _, Reserved _, Paid _, Declined _ -> false;
        };
    }
}
