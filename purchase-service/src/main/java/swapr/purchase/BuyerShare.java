package swapr.purchase;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.TryAgainLater;

/**
 * Gives each buyer a few charges at once in this instance. Without this bound, one buyer with slow cards would take all
 * places at the bank.
 */
@Component
class BuyerShare {

    /** Most charges end within this time, so that a buyer of several pairs need not wait for {@link #PAUSE}. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final int limit;
    private final Map<UUID, Integer> charges = new HashMap<>();

    BuyerShare(PurchaseProperties settings) {
        this.limit = settings.chargesPerBuyer();
    }

    /**
     * Call {@link #leave} afterwards.
     *
     * @throws TryAgainLater when the buyer's places are taken
     */
    synchronized void enter(UUID buyer) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (charges.getOrDefault(buyer, 0) >= limit) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TryAgainLater("this buyer has %d charges under way already".formatted(limit), PAUSE);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TryAgainLater("this instance stops", PAUSE);
            }
        }
        charges.merge(buyer, 1, Integer::sum);
    }

    synchronized void leave(UUID buyer) {
        charges.computeIfPresent(buyer, (_, n) -> n == 1 ? null : n - 1);
        notifyAll();
    }
}
