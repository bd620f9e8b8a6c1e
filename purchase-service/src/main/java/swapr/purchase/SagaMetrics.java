package swapr.purchase;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The duration of sagas and the age of the oldest open one. A saga counts after the commit, so a retry counts once. */
@Component
class SagaMetrics {

    private final MeterRegistry meters;

    SagaMetrics(MeterRegistry meters, OpenOrders openOrders) {
        this.meters = meters;
        Gauge.builder("swapr.saga.oldest.open", openOrders, OpenOrders::ageOfOldest)
                .baseUnit("seconds")
                .description("Age of the oldest order that is neither confirmed nor canceled")
                .register(meters);
    }

    @TransactionalEventListener
    void orderFinished(Orders.Finished order) {
        Timer.builder("swapr.saga.duration")
                .description("Time from the placing of an order to its confirmation or cancellation")
                .tag("outcome", order.state() instanceof OrderState.Confirmed ? "confirmed" : "cancelled")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(meters)
                .record(Duration.between(order.placedAt(), Instant.now()));
    }
}
