package swapr.purchase;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.TryAgainLater;

/**
 * Limits the concurrent charges of each buyer in this instance. Without the limit, one buyer with slow cards could
 * delay the charges of all other buyers.
 */
@Component
class BuyerShare {

    /** Most charges end within this time. A buyer of several pairs therefore seldom waits for {@link #PAUSE}. */
    private static final Duration MAX_WAIT = Duration.ofMillis(200);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final int limit;
    private final Map<UUID, Integer> charges = new HashMap<>();

    BuyerShare(PurchaseProperties settings) {
        this.limit = settings.chargesPerBuyer();
    }

    /**
     * Starts a charge of this buyer. Waits up to 200 ms if the limit is reached. Call {@link #leave} after the charge.
     *
     * @throws TryAgainLater if the limit is still reached after that time, or if this instance stops
     */
    synchronized void enter(UUID buyer) {
        long deadline = System.nanoTime() + MAX_WAIT.toNanos();
        while (charges.getOrDefault(buyer, 0) >= limit) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TryAgainLater("this buyer already has %d running charges".formatted(limit), PAUSE);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TryAgainLater("this instance is shutting down", PAUSE);
            }
        }
        charges.merge(buyer, 1, Integer::sum);
    }

    synchronized void leave(UUID buyer) {
        charges.computeIfPresent(buyer, (_, n) -> n == 1 ? null : n - 1);
        notifyAll();
    }
}
