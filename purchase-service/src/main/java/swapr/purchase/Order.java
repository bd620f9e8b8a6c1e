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
 * An order: a fold over its events. {@link #decide} is where the saga's decisions are made, {@link #evolve} only
 * remembers. Facts may arrive late, twice or not at all, so every command has an answer in every state; no event means
 * "nothing new".
 */
final class Order {

    sealed interface Command {
        record Place(UUID orderId, UUID listingId, UUID buyerId) implements Command {}

        record Reserve(Offer offer) implements Command {}

        record Reject(CancellationReason reason) implements Command {}

        record Approve(String paymentId) implements Command {}

        record Decline(String reason) implements Command {}

        record Cancel(CancellationReason reason) implements Command {}

        record Refund(String paymentId) implements Command {}
    }

    sealed interface State {
        record Unplaced() implements State {}

        record Pending(Purchase purchase) implements State {}

        record Reserved(Purchase purchase, Offer offer) implements State {}

        /** Never at rest: the payment and the confirmation are appended together. */
        record Paid(Purchase purchase, Offer offer, String paymentId) implements State {}

        record Confirmed(Purchase purchase, Offer offer, String paymentId) implements State {}

        /** Final for everybody but the bank: money captured too late ({@code paymentId}) still has to go back. */
        record Cancelled(
                Purchase purchase, @Nullable Offer offer, CancellationReason reason, @Nullable String paymentId, boolean refunded)
                implements State {}
    }

    /** Who buys what. */
    record Purchase(UUID orderId, UUID listingId, UUID buyerId) {}

    /** What it was reserved for. The price paid is this price, whatever the listing costs by then. */
    record Offer(UUID sellerId, String sellerName, String title, Money price) {}

    private Order() {}

    static List<OrderEvents> decide(State state, Command command) {
        return switch (command) {
            case Command.Place(var orderId, var listingId, var buyerId) -> switch (state) {
                case State.Unplaced _ -> List.of(new OrderPlaced(orderId, listingId, buyerId));
                case State.Pending _, State.Reserved _, State.Paid _, State.Confirmed _, State.Cancelled _ -> List.of();
            };
            case Command.Reserve(var offer) -> switch (state) {
                case State.Pending(var purchase) -> List.of(OrderReserved.of(purchase, offer));
                // After a cancellation the reservation comes too late: the listing hears of the cancellation and is released.
                case State.Unplaced _, State.Reserved _, State.Paid _, State.Confirmed _, State.Cancelled _ -> List.of();
            };
            case Command.Reject(var reason) -> switch (state) {
                case State.Pending(var purchase) -> List.of(OrderCancelled.of(purchase, null, reason));
                case State.Unplaced _, State.Reserved _, State.Paid _, State.Confirmed _, State.Cancelled _ -> List.of();
            };
            case Command.Approve(var paymentId) -> switch (state) {
                case State.Reserved(var purchase, var offer) ->
                    List.of(PaymentApproved.of(purchase, offer, paymentId), OrderConfirmed.of(purchase, offer));
                case State.Cancelled(var purchase, var offer, _, var payment, _) when offer != null && payment == null ->
                    List.of(PaymentApproved.of(purchase, offer, paymentId));
                case State.Cancelled cancelled when cancelled.paymentId() != null -> List.of();
                case State.Paid _, State.Confirmed _ -> List.of();
                case State.Unplaced _, State.Pending _, State.Cancelled _ ->
                    throw new IllegalStateException("Money was captured for an order that had no reservation: " + state);
            };
            case Command.Decline(var reason) -> switch (state) {
                case State.Reserved(var purchase, var offer) ->
                    List.of(
                            PaymentDeclined.of(purchase, reason),
                            OrderCancelled.of(purchase, offer, CancellationReason.PAYMENT_DECLINED));
                case State.Unplaced _, State.Pending _, State.Paid _, State.Confirmed _, State.Cancelled _ -> List.of();
            };
            case Command.Cancel(var reason) -> switch (state) {
                case State.Pending(var purchase) -> List.of(OrderCancelled.of(purchase, null, reason));
                case State.Reserved(var purchase, var offer) -> List.of(OrderCancelled.of(purchase, offer, reason));
                case State.Paid(var purchase, var offer, _) -> List.of(OrderCancelled.of(purchase, offer, reason));
                case State.Unplaced _, State.Confirmed _, State.Cancelled _ -> List.of();
            };
            case Command.Refund(var paymentId) -> switch (state) {
                case State.Cancelled(var purchase, var offer, _, var payment, var refunded)
                        when offer != null && paymentId.equals(payment) && !refunded -> List.of(PaymentRefunded.of(purchase, offer, paymentId));
                case State.Unplaced _, State.Pending _, State.Reserved _, State.Paid _, State.Confirmed _, State.Cancelled _ ->
                    List.of();
            };
        };
    }

    /** @throws IllegalStateException when such an event cannot have happened in that state */
    static State evolve(State state, OrderEvents event) {
        return switch (event) {
            case OrderPlaced e when state instanceof State.Unplaced ->
                new State.Pending(new Purchase(e.orderId(), e.listingId(), e.buyerId()));
            case OrderReserved e when state instanceof State.Pending(var purchase) ->
                new State.Reserved(purchase, new Offer(e.sellerId(), e.sellerName(), e.title(), e.price()));
            case PaymentApproved e when state instanceof State.Reserved(var purchase, var offer) ->
                new State.Paid(purchase, offer, e.paymentId());
            case PaymentApproved e when state instanceof State.Cancelled(var purchase, var offer, var reason, _, _) ->
                new State.Cancelled(purchase, offer, reason, e.paymentId(), false);
            case PaymentDeclined _ when state instanceof State.Reserved -> state;
            case OrderConfirmed _ when state instanceof State.Paid(var purchase, var offer, var paymentId) ->
                new State.Confirmed(purchase, offer, paymentId);
            case OrderCancelled e when state instanceof State.Pending(var purchase) ->
                new State.Cancelled(purchase, null, e.reason(), null, false);
            case OrderCancelled e when state instanceof State.Reserved(var purchase, var offer) ->
                new State.Cancelled(purchase, offer, e.reason(), null, false);
            case OrderCancelled e when state instanceof State.Paid(var purchase, var offer, var paymentId) ->
                new State.Cancelled(purchase, offer, e.reason(), paymentId, false);
            case PaymentRefunded _ when state instanceof State.Cancelled(var purchase, var offer, var reason, var paymentId, _) ->
                new State.Cancelled(purchase, offer, reason, paymentId, true);
            case OrderEvents _ -> throw new IllegalStateException(event + " cannot follow " + state);
        };
    }

    /** What the bank is asked to do because this event happened in that state: a pure part of the decision. */
    static Optional<PaymentRequests> request(State before, OrderEvents event) {
        return switch (event) {
            case OrderReserved e -> Optional.of(new PaymentRequests.ChargePayment(e.orderId(), e.price()));
            case PaymentApproved e when before instanceof State.Cancelled ->
                Optional.of(new PaymentRequests.RefundPayment(e.orderId(), e.paymentId(), e.amount()));
            case OrderCancelled e when before instanceof State.Paid(_, var offer, var paymentId) ->
                Optional.of(new PaymentRequests.RefundPayment(e.orderId(), paymentId, offer.price()));
            case OrderEvents _ -> Optional.empty();
        };
    }

    static State fold(Iterable<OrderEvents> history) {
        State state = new State.Unplaced();
        for (OrderEvents event : history) {
            state = evolve(state, event);
        }
        return state;
    }

    static boolean isFinal(State state) {
        return state instanceof State.Confirmed || state instanceof State.Cancelled;
    }
}
