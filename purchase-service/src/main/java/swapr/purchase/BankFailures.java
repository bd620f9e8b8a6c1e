package swapr.purchase;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts the failed calls since the bank's last answer. Three counted failures open the circuit breaker.
 *
 * <p>A call without an answer counts, and so does a failed refund. A server error (5xx) of a charge may come from the
 * buyer's card. Such errors count only if several buyers have failed calls, so that one buyer cannot stop the others.
 */
final class BankFailures {

    private static final int LIMIT = 3;

    private int counted;
    private int serverErrors;
    private @Nullable UUID buyer;
    private boolean severalBuyers;

    /** The bank has answered. */
    synchronized void clear() {
        counted = 0;
        serverErrors = 0;
        buyer = null;
        severalBuyers = false;
    }

    /**
     * Counts a failed call.
     *
     * @param buyerId the buyer of a charge; null for a refund, which depends on no card
     * @param answered true if the bank answered with a server error
     * @return true if the breaker must open
     */
    synchronized boolean add(@Nullable UUID buyerId, boolean answered) {
        if (answered && buyerId != null) {
            serverErrors++;
        } else {
            counted++;
        }
        severalBuyers |= buyer != null && buyerId != null && !buyer.equals(buyerId);
        buyer = buyer == null ? buyerId : buyer;
        return counted + (severalBuyers ? serverErrors : 0) >= LIMIT;
    }
}
