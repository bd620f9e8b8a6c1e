package swapr.purchase;

import java.util.HashSet;
import java.util.Set;
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
    private final Set<UUID> buyers = new HashSet<>();
    private int counted;
    private int serverErrors;

    /** Returns true if the breaker must open. A refund has no buyer, because it depends on no card. */
    synchronized boolean add(@Nullable UUID buyer, boolean isServerError) {
        if (buyer != null) {
            buyers.add(buyer);
        }
        if (buyer != null && isServerError) {
            serverErrors++;
        } else {
            counted++;
        }
        return counted + (buyers.size() > 1 ? serverErrors : 0) >= LIMIT;
    }

    /** Starts again, because the bank has answered. */
    synchronized void clear() {
        buyers.clear();
        counted = 0;
        serverErrors = 0;
    }
}
