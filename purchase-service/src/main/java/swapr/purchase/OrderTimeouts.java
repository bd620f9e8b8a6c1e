package swapr.purchase;

import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import swapr.purchase.OrderEvents.CancellationReason;

/**
 * Cancels each order that is not final at its deadline. Also cancels an order that was placed while its buyer deleted
 * the account. Several instances may sweep at the same time, because the cancellation of a final order changes nothing.
 */
@Component
class OrderTimeouts {

    private static final Logger LOG = LoggerFactory.getLogger(OrderTimeouts.class);
    private static final int BATCH_SIZE = 500;

    private final Orders orders;
    private final OrderSummaries summaries;

    OrderTimeouts(Orders orders, OrderSummaries summaries) {
        this.orders = orders;
        this.summaries = summaries;
    }

    @Scheduled(fixedDelay = 1000)
    void sweep() {
        cancel(summaries.overdue(BATCH_SIZE), CancellationReason.TIMED_OUT);
        cancel(summaries.openOfErased(BATCH_SIZE), CancellationReason.CANCELLED_BY_BUYER);
    }

    private void cancel(List<UUID> open, CancellationReason reason) {
        for (UUID orderId : open) {
            try (var _ = MDC.putCloseable(
                    "correlation_id", orders.history(orderId).getFirst().correlationId())) {
                orders.handle(orderId, new Order.Cancel(reason));
            } catch (RuntimeException e) {
                // An order that cannot be canceled now must not stop the cancellation of the others.
                LOG.warn("Order {} could not be canceled ({}); the next sweep tries again", orderId, reason, e);
            }
        }
    }
}
