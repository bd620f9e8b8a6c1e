package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OrderLatenciesTest {

    private final OrderLatencies orders = new OrderLatencies();

    @Test
    void aLateStartCountsAsLatency() {
        long intended = System.nanoTime() - Duration.ofSeconds(3).toNanos();
        orders.started("a", intended);
        orders.finished("a");

        assertThat(figure("p50")).isBetween(3_000.0, 4_000.0);
        assertThat(figure("final")).isPositive();
    }

    @Test
    void theFinalEventMayComeBeforeTheAnswerToTheRequest() {
        long intended = System.nanoTime();
        orders.finished("a");
        assertThat(orders.figures()).doesNotContainKey("p50");

        orders.started("a", intended);
        assertThat(orders.figures()).containsKey("p99");
    }

    @Test
    void ordersOfOtherClientsAreNotCounted() {
        orders.finished("of the shop");

        assertThat(figure("final")).isZero();
    }

    @Test
    void theSlowOrdersAreInThe99thPercentileOnly() {
        long now = System.nanoTime();
        for (var n = 0; n < 100; n++) {
            orders.started("order" + n, now - Duration.ofSeconds(n < 98 ? 1 : 9).toNanos());
            orders.finished("order" + n);
        }

        assertThat(figure("p50")).isLessThan(2_000);
        assertThat(figure("p99")).isGreaterThan(8_000);
    }

    @Test
    void aRestartForgetsTheFigures() {
        orders.refused();
        assertThat(figure("refused")).isPositive();

        orders.restart();

        assertThat(figure("refused")).isZero();
    }

    private double figure(String name) {
        return (double) Objects.requireNonNull(orders.figures().get(name));
    }
}
