package swapr.purchase;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import swapr.purchase.OrderEvents.CancellationReason;

/**
 * Every order ends: one that is not final at its deadline cancels itself. Several instances may sweep at once, because
 * an order that has just become final answers a second cancellation with nothing.
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
        for (UUID orderId : summaries.overdue(AT_A_TIME)) {
            try (var _ = MDC.putCloseable(
                    "correlation_id", orders.history(orderId).getFirst().correlationId())) {
                orders.handle(orderId, new Order.Cancel(CancellationReason.TIMED_OUT));
            } catch (RuntimeException e) {
                // One order that cannot be cancelled now must not keep all the others open.
                LOG.warn("Order {} is overdue and could not be cancelled; the next sweep tries again", orderId, e);
            }
        }
    }
}
