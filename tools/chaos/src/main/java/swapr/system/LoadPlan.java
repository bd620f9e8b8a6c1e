package swapr.system;

import java.time.Duration;

/**
 * What one run of {@code ./swapr load} sends.
 *
 * @param orders the number of measured orders
 * @param rate orders per second; 0 sends each order as soon as a connection is free
 * @param connections the number of HTTP connections; each has one request in flight
 * @param warmUp the number of orders before the measured ones
 * @param history the number of copied orders that are added before the measured ones
 * @param direct true if the orders go to purchase-service and not through the edge
 * @param awaitCompilers true to wait before the measured orders until the JIT compilers are idle
 * @param commitLoop how long {@link CommitLoop} counts
 */
record LoadPlan(
        int orders,
        int rate,
        int connections,
        int warmUp,
        int history,
        boolean direct,
        boolean awaitCompilers,
        Duration commitLoop) {

    private static final int SHORT_ORDERS = 200;
    private static final int SHORT_CONNECTIONS = 4;

    /** A small run, for a test: 200 orders, no warm-up. */
    static LoadPlan brief(int history, boolean direct) {
        return new LoadPlan(SHORT_ORDERS, 0, SHORT_CONNECTIONS, 0, history, direct, false, Duration.ofSeconds(1));
    }
}
