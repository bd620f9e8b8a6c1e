package swapr.purchase;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.When;
import swapr.purchase.OrderEvents.CancellationReason;

/**
 * The buyer deleted the account: the open orders are cancelled. An order that is placed at the same moment is cancelled by
 * {@link OrderTimeouts}.
 *
 * <p>The reason is that of the buyer's own cancellation: the buyer gave the orders up. A new reason would be an incompatible
 * change of OrderCancelled.
 */
@Component
class WhenUserErased {

    record UserErased(UUID userId) {}

    private final ErasedBuyers erased;
    private final OrderSummaries summaries;
    private final Orders orders;

    WhenUserErased(ErasedBuyers erased, OrderSummaries summaries, Orders orders) {
        this.erased = erased;
        this.summaries = summaries;
        this.orders = orders;
    }

    @When(value = "UserErased", topic = "user-events")
    void cancelOpenOrders(UserErased fact) {
        erased.add(fact.userId());
        for (UUID order : summaries.open(fact.userId())) {
            orders.handle(order, new Order.Cancel(CancellationReason.CANCELLED_BY_BUYER));
        }
    }
}
