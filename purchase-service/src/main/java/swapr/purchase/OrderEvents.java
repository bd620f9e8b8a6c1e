package swapr.purchase;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.messaging.EventType;

/**
 * The events of an order. This service publishes them, and they are the stored state of the order. Each event contains
 * all fields that its readers need, so that no reader calls this service.
 */
sealed interface OrderEvents {

    UUID orderId();

    @EventType("OrderPlaced")
    record OrderPlaced(UUID orderId, UUID listingId, UUID buyerId) implements OrderEvents {
        static OrderPlaced of(Order.Purchase p) {
            return new OrderPlaced(p.orderId(), p.listingId(), p.buyerId());
        }
    }

    @EventType("OrderReserved")
    record OrderReserved(
            UUID orderId, UUID listingId, UUID buyerId, UUID sellerId, String sellerName, String title, Money price)
            implements OrderEvents {
        static OrderReserved of(Order.Purchase p, Order.Offer o) {
            return new OrderReserved(
                    p.orderId(), p.listingId(), p.buyerId(), o.sellerId(), o.sellerName(), o.title(), o.price());
        }
    }

    /** The money was captured. Usually the next event confirms the order. After a cancellation it is a refund. */
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

    /** Final. The title is empty if the order was canceled before its listing was reserved. */
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
