package swapr.purchase;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/**
 * Places an order at most once per buyer and idempotency key. A unique index ensures this, not a query before the
 * insert. It therefore also works for concurrent requests on several instances.
 */
@Component
class PlaceOrder {

    private final EventLog log;
    private final Orders orders;
    private final OrderSummaries summaries;
    private final OpenOrders openOrders;
    private final PurchaseProperties settings;

    PlaceOrder(
            EventLog log, Orders orders, OrderSummaries summaries, OpenOrders openOrders, PurchaseProperties settings) {
        this.log = log;
        this.orders = orders;
        this.summaries = summaries;
        this.openOrders = openOrders;
        this.settings = settings;
    }

    /**
     * @return the order as it was placed; each repetition of the request returns the same
     * @throws OrderRefusalException if the key was used for another request, the buyer deleted the account, or has too
     *     many open orders
     */
    @Transactional
    OrderSummary place(UUID buyerId, UUID listingId, String paymentToken, String idempotencyKey) {
        var purchase = new Order.Purchase(UuidCreator.getTimeOrderedEpoch(), listingId, buyerId);
        String hash = sha256(listingId + "\n" + paymentToken);
        Instant placedAt = log.time();
        var placement =
                summaries.insert(purchase, placedAt, paymentToken, idempotencyKey, hash, settings.orderTimeout());
        if (placement.inserted()) {
            admit(buyerId, placement);
            orders.place(purchase);
            return OrderSummary.placed(purchase, placedAt);
        }
        return summaries
                .findPlaced(buyerId, idempotencyKey, hash)
                .map(OrderSummary::whenPlaced)
                .orElseThrow(() -> new OrderRefusalException(
                        OrderRefusalException.Reason.KEY_ALREADY_USED,
                        "This Idempotency-Key was already used for another order. Use a new key."));
    }

    private void admit(UUID buyerId, OrderSummaries.Placement placement) {
        if (placement.buyerErased()) {
            throw new OrderRefusalException(
                    OrderRefusalException.Reason.ACCOUNT_DELETED,
                    "This account was deleted, so it cannot place orders.");
        }
        if (placement.openBefore() >= settings.maxOpenOrders()) {
            throw new OrderRefusalException(
                    OrderRefusalException.Reason.TOO_MANY_OPEN_ORDERS,
                    "You have %d open orders and cannot place more. Wait until one is final, or cancel one."
                            .formatted(placement.openBefore()),
                    Duration.ofSeconds(openOrders.secondsToNextDeadline(buyerId)));
        }
    }

    /** Identifies a repeated request, because the payment token itself is erased after the payment. */
    private static String sha256(String request) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
