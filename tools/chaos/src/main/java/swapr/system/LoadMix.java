package swapr.system;

import java.time.Duration;
import java.util.Random;
import swapr.system.Shoppers.Offer;
import swapr.system.Shoppers.Shopper;

/** The mix of the requests: a random step of a random shopper. */
final class LoadMix {

    private final Shoppers shoppers;
    private final LoadActions actions;
    private final OrderActions orders;
    private final Random random;

    LoadMix(Shoppers shoppers, LoadActions actions, OrderActions orders, Random random) {
        this.shoppers = shoppers;
        this.actions = actions;
        this.orders = orders;
        this.random = random;
    }

    /** Chooses a step of one or more requests. */
    synchronized Runnable next() {
        int dice = random.nextInt(100);
        Shopper who = shoppers.shopper();
        Offer offer = shoppers.offer();
        String payment = shoppers.paymentToken();
        int cancelAfterMillis = random.nextInt(3_000);
        return () -> {
            if (dice < 30) {
                actions.list(who);
            } else if (dice < 80) {
                orders.buy(who, offer, payment, null);
            } else if (dice < 86) {
                orders.buy(who, offer, payment, Duration.ofMillis(cancelAfterMillis));
            } else if (dice < 90) {
                actions.reduce(offer, "20.25");
                actions.look(offer);
            } else if (dice < 91) {
                actions.register();
            } else {
                actions.search(offer);
                actions.look(offer);
            }
        };
    }
}
