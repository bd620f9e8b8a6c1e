package swapr.purchase;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import swapr.purchase.OrderEvents.*;
import swapr.purchase.OrderState.*;

/**
 * The decisions of the saga. {@link #decide} maps a command and the {@link OrderState} to events. Messages may arrive
 * late, twice or never, so each command has a result in each state. If the result is empty, nothing changes.
 */
final class Order {

    /** The ids of the order, the listing and the buyer. */
    record Purchase(UUID orderId, UUID listingId, UUID buyerId) {}

    /** The reserved listing. The buyer pays this price, even if the price of the listing changes later. */
    record Offer(UUID sellerId, String sellerName, String title, Money price) {}

    sealed interface Command {}

    record Place(Purchase purchase) implements Command {}

    record Reserve(Offer offer) implements Command {}

    record Reject(CancellationReason reason) implements Command {}

    record Approve(String paymentId) implements Command {}

    record Decline(String reason) implements Command {}

    record Cancel(CancellationReason reason) implements Command {}

    record Refund() implements Command {}

    /** A late or duplicate command changes nothing. */
    private static final List<OrderEvents> NOTHING = List.of();

    private Order() {}

    /**
     * The decision on a command. Each command names all states, so a new state compiles only with a decision about it.
     *
     * @throws IllegalStateException if money was captured for an order that had no reservation
     */
    static List<OrderEvents> decide(OrderState state, Command command) {
        return switch (command) {
            case Place(var purchase) ->
                switch (state) {
                    case Unplaced _ -> List.of(OrderPlaced.of(purchase));
                    case Pending _, Reserved _, Paid _, Declined _ -> NOTHING;
                    case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> NOTHING;
                };
            // listing-service releases a late reservation when it reads OrderCancelled.
            case Reserve(var offer) ->
                switch (state) {
                    case Pending s -> List.of(OrderReserved.of(s.purchase(), offer));
                    case Unplaced _, Reserved _, Paid _, Declined _ -> NOTHING;
                    case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> NOTHING;
                };
            case Reject(var reason) ->
                switch (state) {
                    case Pending s -> List.of(OrderCancelled.of(s.purchase(), null, reason));
                    case Unplaced _, Reserved _, Paid _, Declined _ -> NOTHING;
                    case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> NOTHING;
                };
            case Approve(var paymentId) ->
                switch (state) {
                    case Reserved s ->
                        List.of(
                                PaymentApproved.of(s.purchase(), s.offer(), paymentId),
                                OrderConfirmed.of(s.purchase(), s.offer()));
                    // The charge had begun when the order was canceled. The money is refunded once.
                    case Cancelled s -> List.of(PaymentApproved.of(s.purchase(), s.offered(), paymentId));
                    case Unplaced _, Pending _ ->
                        throw new IllegalStateException("Money was captured, but no listing was reserved: " + state);
                    case Paid _, Declined _, Confirmed _, RefundPending _, Refunded _ -> NOTHING;
                };
            case Decline(var reason) ->
                switch (state) {
                    case Reserved s ->
                        List.of(
                                PaymentDeclined.of(s.purchase(), reason),
                                OrderCancelled.of(s.purchase(), s.offer(), CancellationReason.PAYMENT_DECLINED));
                    case Unplaced _, Pending _, Paid _, Declined _ -> NOTHING;
                    case Confirmed _, Cancelled _, RefundPending _, Refunded _ -> NOTHING;
                };
            case Cancel(var reason) ->
                switch (state) {
                    case Pending s -> List.of(OrderCancelled.of(s.purchase(), null, reason));
                    case Reserved s -> List.of(OrderCancelled.of(s.purchase(), s.offer(), reason));
                    case Declined s -> List.of(OrderCancelled.of(s.purchase(), s.offer(), reason));
                    case Paid s -> List.of(OrderCancelled.of(s.purchase(), s.offer(), reason));
                    case Unplaced _, Confirmed _, Cancelled _, RefundPending _, Refunded _ -> NOTHING;
                };
            case Refund _ ->
                switch (state) {
                    case RefundPending s ->
                        List.of(PaymentRefunded.of(
                                s.order().purchase(), s.order().offered(), s.paymentId()));
                    case Unplaced _, Pending _, Reserved _, Paid _, Declined _ -> NOTHING;
                    case Confirmed _, Cancelled _, Refunded _ -> NOTHING;
                };
        };
    }

    /** The payment command of an order that reaches this state. It is part of the decision and has no side effects. */
    static Optional<PaymentRequests> paymentCommandFor(OrderState state) {
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

    /** Whether the event stores the bank's answer to the charge. */
    static boolean isAnswerToCharge(OrderEvents event) {
        return switch (event) {
            case PaymentApproved _, PaymentDeclined _ -> true;
            case OrderPlaced _, OrderReserved _, OrderConfirmed _, OrderCancelled _, PaymentRefunded _ -> false;
        };
    }
}
