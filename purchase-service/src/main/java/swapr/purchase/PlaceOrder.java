package swapr.purchase;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;
import swapr.messaging.EventLog;

/**
 * Places an order at most once per buyer and idempotency key. A unique index ensures this, not a query before the
 * insert. It therefore also works for concurrent requests on several instances.
 */
@Component
class PlaceOrder {

    private final EventLog log;
    private final OrderSummaries summaries;
    private final PurchaseProperties settings;

    PlaceOrder(EventLog log, OrderSummaries summaries, PurchaseProperties settings) {
        this.log = log;
        this.summaries = summaries;
        this.settings = settings;
    }

    /**
     * @return the order as it was placed; each repetition of the request returns the same
     * @throws ResponseStatusException 422 if the key was used for another request before; 403 if the buyer deleted the
     *     account; 429 if the buyer has too many open orders
     */
    @Transactional
    OrderSummary place(UUID buyerId, UUID listingId, String paymentToken, String idempotencyKey) {
        var purchase = new Order.Purchase(UuidCreator.getTimeOrderedEpoch(), listingId, buyerId);
        String hash = sha256(listingId + "\n" + paymentToken);
        var placement =
                summaries.insert(purchase, log.time(), paymentToken, idempotencyKey, hash, settings.orderTimeout());
        if (placement.inserted()) {
            admit(buyerId, placement);
            var place = new Order.Place(purchase.orderId(), listingId, buyerId);
            log.append(
                    Orders.key(purchase.orderId()),
                    0,
                    Order.decide(new Order.Unplaced(), place).toArray());
        }
        return summaries
                .findPlaced(buyerId, idempotencyKey, hash)
                .map(OrderSummary::whenPlaced)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "This Idempotency-Key was already used for another order. Use a new key."));
    }

    private void admit(UUID buyerId, OrderSummaries.Placement placement) {
        if (placement.buyerErased()) {
            throw new ResponseStatusException(
                    HttpStatus.FORBIDDEN, "This account was deleted, so it cannot place orders.");
        }
        if (placement.openBefore() >= settings.maxOpenOrders()) {
            throw new TooManyOpenOrders(placement.openBefore(), summaries.secondsToNextDeadline(buyerId));
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
