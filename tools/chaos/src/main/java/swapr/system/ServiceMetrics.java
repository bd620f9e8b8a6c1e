package swapr.system;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import swapr.local.LocalMarketplace;

/** Reads the metrics of a service in Prometheus' text format. */
final class ServiceMetrics {

    private ServiceMetrics() {}

    /**
     * All lines of the service's metrics.
     *
     * @throws UncheckedIOException if the service does not answer within this time
     */
    static List<String> lines(LocalMarketplace marketplace, String service, Duration timeout) {
        return Http.send(timeout, "GET", marketplace.managementUrl(service) + "/actuator/prometheus", null, Map.of())
                .body()
                .lines()
                .toList();
    }

    static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
