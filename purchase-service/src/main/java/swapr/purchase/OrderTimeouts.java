package swapr.purchase;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import swapr.messaging.EventContext;

/**
 * Cancels each order that is not final at its deadline. Also cancels an order that was placed while its buyer deleted
 * the account. Several instances may sweep at the same time, because the cancellation of a final order changes nothing.
 */
@Component
class OrderTimeouts {

    private static final Logger log = LoggerFactory.getLogger(OrderTimeouts.class);
    private final Orders orders;
    private final OpenOrders openOrders;

    OrderTimeouts(Orders orders, OpenOrders openOrders) {
        this.orders = orders;
        this.openOrders = openOrders;
    }

    @Scheduled(fixedDelay = 1000)
    void sweep() {
        openOrders.overdue().forEach(order -> cancel(order, OrderEvents.CancellationReason.TIMED_OUT));
        openOrders.ofErasedBuyers().forEach(order -> cancel(order, OrderEvents.CancellationReason.CANCELLED_BY_BUYER));
    }

    private void cancel(UUID order, OrderEvents.CancellationReason reason) {
        try {
            String correlationId = orders.history(order).getFirst().correlationId();
            new EventContext(correlationId, null, "service:purchase-service")
                    .run(() -> orders.handle(order, new Order.Cancel(reason)));
        } catch (RuntimeException e) { // must not stop the cancellation of the other orders
            log.warn("Order {} could not be canceled ({}); the next sweep tries again", order, reason, e);
        }
    }
}
