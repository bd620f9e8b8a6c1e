package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import swapr.local.LocalMarketplace;

/** Reads the metrics of all services every two seconds, so that a run shows the symptoms that an operator would see. */
final class MetricsSampler implements AutoCloseable {

    /** This number of charges may wait for a retry because of flaky cards. For e-mails the limit is 0. */
    private static final int FLAKY_CARDS = 5;

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final LocalMarketplace marketplace;
    private final List<MetricsSample> samples = new ArrayList<>();
    private final Thread thread;
    private volatile boolean running = true;

    MetricsSampler(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
        this.thread = Thread.ofPlatform().daemon().name("metrics-sampler").start(this::sample);
    }

    synchronized List<MetricsSample> samples() {
        return List.copyOf(samples);
    }

    /** The symptoms between two times, see {@link MetricsSample#symptoms}. */
    List<String> symptoms(Instant from, Instant to) {
        return MetricsSample.symptoms(samples().stream()
                .filter(sample -> !sample.at().isBefore(from) && !sample.at().isAfter(to))
                .toList());
    }

    private void sample() {
        while (running) {
            long began = System.nanoTime();
            MetricsSample sample = take();
            synchronized (this) {
                samples.add(sample);
            }
            Waiting.pause(EVERY.minusNanos(System.nanoTime() - began));
        }
    }

    private MetricsSample take() {
        var away = new ArrayList<String>();
        var retrying = new ArrayList<String>();
        var counted = new HashMap<String, MetricsSample.Counters>();
        var allLines = new ArrayList<String>();
        for (var service : marketplace.instances(Scenarios.SERVICES)) {
            try {
                var lines = ServiceMetrics.lines(marketplace, service, TIMEOUT).stream()
                        .filter(line ->
                                line.startsWith("swapr_") || line.startsWith("resilience4j_circuitbreaker_state"))
                        .toList();
                allLines.addAll(lines);
                counted.put(service, counted(lines));
                if (sum(lines, "swapr_commands_retrying") > (service.startsWith("purchase") ? FLAKY_CARDS : 0)) {
                    retrying.add(service);
                }
            } catch (UncheckedIOException e) {
                away.add(service);
            } catch (IllegalStateException e) {
                running = false; // interrupted by close
            }
        }
        return new MetricsSample(
                Instant.now(),
                sum(allLines, "swapr_outbox_pending"),
                largest(allLines, "swapr_outbox_oldest_age_seconds"),
                sum(allLines, "swapr_consumer_lag"),
                sum(allLines, "swapr_dead_letters_open"),
                retrying,
                allLines.stream()
                        .anyMatch(line -> line.startsWith("resilience4j")
                                && line.contains("\"open\"")
                                && ServiceMetrics.value(line) > 0),
                largest(allLines, "swapr_clock_ahead_seconds"),
                largest(allLines, "swapr_database_open_distance"),
                counted,
                away);
    }

    private static MetricsSample.Counters counted(List<String> lines) {
        var duplicates = lines.stream()
                .filter(line -> line.startsWith("swapr_events_processed_total") && line.contains("\"duplicate\""))
                .toList();
        return new MetricsSample.Counters(
                sum(duplicates, "swapr_events_processed_total"),
                sum(lines, "swapr_events_overtaken_total"),
                sum(lines, "swapr_pauses_total"));
    }

    private static double sum(List<String> lines, String metric) {
        return lines.stream()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .mapToDouble(ServiceMetrics::value)
                .filter(value -> value > 0)
                .sum();
    }

    private static double largest(List<String> lines, String metric) {
        return lines.stream()
                .filter(line -> line.startsWith(metric))
                .mapToDouble(line -> Math.abs(ServiceMetrics.value(line)))
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
    }
}
