package swapr.purchase;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.messaging.EventType;

/**
 * Everything that can happen to an order: what this service publishes, and all that it remembers of an order. Each
 * event carries what its readers need, so that nobody has to ask back.
 */
sealed interface OrderEvents {

    UUID orderId();

    @EventType("OrderPlaced")
    record OrderPlaced(UUID orderId, UUID listingId, UUID buyerId) implements OrderEvents {}

    @EventType("OrderReserved")
    record OrderReserved(
            UUID orderId, UUID listingId, UUID buyerId, UUID sellerId, String sellerName, String title, Money price)
            implements OrderEvents {
        static OrderReserved of(Order.Purchase p, Order.Offer o) {
            return new OrderReserved(
                    p.orderId(), p.listingId(), p.buyerId(), o.sellerId(), o.sellerName(), o.title(), o.price());
        }
    }

    /** Money was captured. Usually the next event confirms the order; after a cancellation it is refunded instead. */
    @EventType("PaymentApproved")
    record PaymentApproved(UUID orderId, UUID listingId, UUID buyerId, String paymentId, Money amount)
            implements OrderEvents {
        static PaymentApproved of(Order.Purchase p, Order.Offer o, String paymentId) {
            return new PaymentApproved(p.orderId(), p.listingId(), p.buyerId(), paymentId, o.price());
        }
    }

    @EventType("PaymentDeclined")
    record PaymentDeclined(UUID orderId, UUID listingId, UUID buyerId, String reason) implements OrderEvents {
        static PaymentDeclined of(Order.Purchase p, String reason) {
            return new PaymentDeclined(p.orderId(), p.listingId(), p.buyerId(), reason);
        }
    }

    @EventType("OrderConfirmed")
    record OrderConfirmed(
            UUID orderId, UUID listingId, UUID buyerId, UUID sellerId, String sellerName, String title, Money price)
            implements OrderEvents {
        static OrderConfirmed of(Order.Purchase p, Order.Offer o) {
            return new OrderConfirmed(
                    p.orderId(), p.listingId(), p.buyerId(), o.sellerId(), o.sellerName(), o.title(), o.price());
        }
    }

    /** Over, for good. The title is empty when the order was cancelled before its listing answered. */
    @EventType("OrderCancelled")
    record OrderCancelled(UUID orderId, UUID listingId, UUID buyerId, Optional<String> title, CancellationReason reason)
            implements OrderEvents {
        static OrderCancelled of(Order.Purchase p, Order.@Nullable Offer o, CancellationReason reason) {
            return new OrderCancelled(
                    p.orderId(),
                    p.listingId(),
                    p.buyerId(),
                    Optional.ofNullable(o).map(Order.Offer::title),
                    reason);
        }
    }

    @EventType("PaymentRefunded")
    record PaymentRefunded(UUID orderId, UUID listingId, UUID buyerId, String paymentId, Money amount)
            implements OrderEvents {
        static PaymentRefunded of(Order.Purchase p, Order.Offer o, String paymentId) {
            return new PaymentRefunded(p.orderId(), p.listingId(), p.buyerId(), paymentId, o.price());
        }
    }

    enum CancellationReason {
        LISTING_NOT_FOUND,
        NOT_AVAILABLE,
        OWN_LISTING,
        PAYMENT_DECLINED,
        TIMED_OUT,
        CANCELLED_BY_BUYER
    }
}
