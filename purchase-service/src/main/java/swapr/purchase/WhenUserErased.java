package swapr.purchase;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.When;
import swapr.purchase.OrderEvents.CancellationReason;

/**
 * Cancels the open orders of a buyer who deleted the account. {@link OrderTimeouts} cancels an order that is placed at
 * the same time.
 *
 * <p>The reason is CANCELLED_BY_BUYER, because the buyer gave up the orders. A new reason would be an incompatible
 * change of OrderCancelled.
 */
@Component
class WhenUserErased {

    record UserErased(UUID userId) {}

    private final ErasedBuyers erased;
    private final OpenOrders openOrders;
    private final Orders orders;

    WhenUserErased(ErasedBuyers erased, OpenOrders openOrders, Orders orders) {
        this.erased = erased;
        this.openOrders = openOrders;
        this.orders = orders;
    }

    @When(value = "UserErased", topic = "user-events")
    void cancelOpenOrders(UserErased fact) {
        erased.add(fact.userId());
        for (UUID order : openOrders.of(fact.userId())) {
            orders.handle(order, new Order.Cancel(CancellationReason.CANCELLED_BY_BUYER));
        }
    }
}
