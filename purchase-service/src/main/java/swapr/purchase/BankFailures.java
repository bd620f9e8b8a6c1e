package swapr.purchase;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the bank that failed since its last answer. Three that count say that the bank is ill.
 *
 * <p>A call without an answer counts. A server error (5xx) may come from the buyer's card. So the server errors count only
 * when the failed calls are not all of one buyer: a person's choice of card never closes the bank to others.
 */
final class BankFailures {

    private static final int ENOUGH = 3;

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
     * Notes a failed call.
     *
     * @param of the buyer whose card was charged; null for a refund, which depends on no card
     * @param answered whether the bank answered with a server error
     * @return whether the bank is ill
     */
    synchronized boolean add(@Nullable UUID of, boolean answered) {
        if (answered && of != null) {
            serverErrors++;
        } else {
            counted++;
        }
        severalBuyers |= buyer != null && of != null && !buyer.equals(of);
        buyer = buyer == null ? of : buyer;
        return counted + (severalBuyers ? serverErrors : 0) >= ENOUGH;
    }
}
