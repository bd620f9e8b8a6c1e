package swapr.workshop;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swapr.local.LocalMarketplace;
import swapr.system.Http;

/** The metrics of all services that the alerts use, as one table. It shows only the figures that are not zero. */
record MetricsBoard(LocalMarketplace marketplace) {

    /** 1 if a service answers, 0 if it does not. Prometheus computes it, so does this table. */
    static final String UP = "up";

    static final List<String> NAMES = List.of(
            UP,
            "resilience4j_circuitbreaker_state",
            "swapr_commands_retrying",
            "swapr_consumer_lag",
            "swapr_dead_letters_open",
            "swapr_events_overtaken_total",
            "swapr_outbox_oldest_age_seconds",
            "swapr_outbox_pending",
            "swapr_saga_oldest_open_seconds");

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final List<String> SERVICES =
            List.of("edge", "user", "listing", "purchase", "notification", "analytics");

    /** The lines of the table: the service, the metric with its labels, and its value. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        for (var service : SERVICES) {
            var figures = figures(service);
            lines.add("%-13s %-100s %d".formatted(service, UP, figures.isPresent() ? 1 : 0));
            figures.orElse(Map.of())
                    .forEach((name, value) -> lines.add("%-13s %-100s %.0f".formatted("", name, value)));
        }
        return lines;
    }

    /** The sum of a metric over all services that answer. */
    long total(String metric) {
        return SERVICES.stream()
                .flatMap(service -> figures(service).orElse(Map.of()).entrySet().stream())
                .filter(figure -> figure.getKey().startsWith(metric))
                .mapToLong(figure -> Math.round(figure.getValue()))
                .sum();
    }

    /** The figures of one service; empty if it does not answer. A sum over the partitions, as in the alerts. */
    private Optional<Map<String, Double>> figures(String service) {
        String text;
        try {
            var url = marketplace.managementUrl(service) + "/actuator/prometheus";
            text = Http.send(TIMEOUT, "GET", url, null, Map.of()).body();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
        var figures = new TreeMap<String, Double>();
        text.lines().filter(MetricsBoard::isShown).forEach(line -> {
            int space = line.lastIndexOf(' ');
            var name = line.substring(0, space).replaceAll(",?(partition|application|group)=\"[^\"]*\"", "");
            figures.merge(name, Double.parseDouble(line.substring(space + 1)), Double::sum);
        });
        figures.values().removeIf(value -> value == 0);
        return Optional.of(figures);
    }

    private static boolean isShown(String line) {
        return !line.contains("state=\"closed\"")
                && NAMES.stream().anyMatch(name -> line.startsWith(name + "{") || line.startsWith(name + " "));
    }
}
