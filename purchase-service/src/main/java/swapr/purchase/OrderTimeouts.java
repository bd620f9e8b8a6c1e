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
 * Every order ends: one that is not final at its deadline is cancelled, and so is one that was placed at the moment when its
 * buyer deleted the account. Several instances may sweep at once, because an order that has just become final answers a
 * second cancellation with nothing.
 */
@Component
class OrderTimeouts {

    private static final Logger LOG = LoggerFactory.getLogger(OrderTimeouts.class);
    private static final int AT_A_TIME = 500;

    private final Orders orders;
    private final OrderSummaries summaries;

    OrderTimeouts(Orders orders, OrderSummaries summaries) {
        this.orders = orders;
        this.summaries = summaries;
    }

    @Scheduled(fixedDelay = 1000)
    void sweep() {
        cancel(summaries.overdue(AT_A_TIME), CancellationReason.TIMED_OUT);
        cancel(summaries.openOfErased(AT_A_TIME), CancellationReason.CANCELLED_BY_BUYER);
    }

    private void cancel(List<UUID> open, CancellationReason reason) {
        for (UUID orderId : open) {
            try (var _ = MDC.putCloseable(
                    "correlation_id", orders.history(orderId).getFirst().correlationId())) {
                orders.handle(orderId, new Order.Cancel(reason));
            } catch (RuntimeException e) {
                // One order that cannot be cancelled now must not keep all the others open.
                LOG.warn("Order {} could not be cancelled ({}); the next sweep tries again", orderId, reason, e);
            }
        }
    }
}
