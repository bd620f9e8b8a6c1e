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
 * Places an order at most once per buyer and idempotency key. The unique index decides, not a look-up before the
 * insert, so it holds for requests at the same moment and across instances.
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
     * @return the order as it was when it was placed, the same for every repetition of the request
     * @throws ResponseStatusException 422 when the key was used for another request before; 403 when the buyer deleted the
     *     account; 429 when the buyer has too many open orders
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
                        HttpStatus.UNPROCESSABLE_CONTENT, "This Idempotency-Key was already used for another order."));
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

    /** The token itself is erased after the payment, so a repetition is recognised by this. */
    private static String sha256(String request) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
