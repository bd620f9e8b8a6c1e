package swapr.purchase;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** How long sagas take, and whether one is stuck. Counted after the commit, so that a replayed batch counts once. */
@Component
class SagaMetrics {

    private final MeterRegistry meters;

    SagaMetrics(MeterRegistry meters, OrderSummaries summaries) {
        this.meters = meters;
        Gauge.builder("swapr.saga.oldest.open", summaries, OrderSummaries::oldestOpenSeconds)
                .baseUnit("seconds")
                .description("Age of the oldest order that is neither confirmed nor cancelled")
                .register(meters);
    }

    @TransactionalEventListener
    void orderFinished(Orders.Finished order) {
        Timer.builder("swapr.saga.duration")
                .description("From an order's placing to its confirmation or cancellation")
                .tag("outcome", order.state() instanceof Order.Confirmed ? "confirmed" : "cancelled")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(meters)
                .record(Duration.between(order.placedAt(), Instant.now()));
    }
}
