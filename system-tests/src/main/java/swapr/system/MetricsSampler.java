package swapr.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import swapr.local.LocalMarketplace;

/** Looks at the services' own metrics all the time: what an operator would see while it happens. */
final class MetricsSampler implements AutoCloseable {

    /** So many charges wait at any time for no worse reason than flaky cards; no e-mail should. */
    private static final int FLAKY_CARDS = 5;

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final LocalMarketplace marketplace;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<MetricsSample> samples = new ArrayList<>();
    private final Thread thread;
    private volatile boolean running = true;

    MetricsSampler(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
        this.thread = Thread.ofPlatform().daemon().name("pulse").start(this::sample);
    }

    synchronized List<MetricsSample> samples() {
        return List.copyOf(samples);
    }

    /** What somebody who watched the metrics would have seen meanwhile. */
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
        var ours = new ArrayList<String>();
        for (var service : marketplace.instances(Scenarios.SERVICES)) {
            try {
                var request = HttpRequest.newBuilder(
                                URI.create(marketplace.managementUrl(service) + "/actuator/prometheus"))
                        .timeout(PATIENCE)
                        .build();
                var its = http.send(request, BodyHandlers.ofString())
                        .body()
                        .lines()
                        .filter(line ->
                                line.startsWith("swapr_") || line.startsWith("resilience4j_circuitbreaker_state"))
                        .toList();
                ours.addAll(its);
                counted.put(service, counted(its));
                if (sum(its, "swapr_commands_retrying") > (service.startsWith("purchase") ? FLAKY_CARDS : 0)) {
                    retrying.add(service);
                }
            } catch (IOException e) {
                away.add(service);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running = false;
            }
        }
        return new MetricsSample(
                Instant.now(),
                sum(ours, "swapr_outbox_pending"),
                furthest(ours, "swapr_outbox_oldest_age_seconds"),
                sum(ours, "swapr_consumer_lag"),
                sum(ours, "swapr_dead_letters_open"),
                retrying,
                ours.stream()
                        .anyMatch(line ->
                                line.startsWith("resilience4j") && line.contains("\"open\"") && value(line) > 0),
                furthest(ours, "swapr_clock_ahead_seconds"),
                furthest(ours, "swapr_database_open_distance"),
                counted,
                away);
    }

    private static MetricsSample.Counters counted(List<String> its) {
        var duplicates = its.stream()
                .filter(line -> line.startsWith("swapr_events_processed_total") && line.contains("\"duplicate\""))
                .toList();
        return new MetricsSample.Counters(
                sum(duplicates, "swapr_events_processed_total"),
                sum(its, "swapr_events_overtaken_total"),
                sum(its, "swapr_pauses_total"));
    }

    private static double sum(List<String> lines, String metric) {
        return lines.stream()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .mapToDouble(MetricsSampler::value)
                .filter(value -> value > 0)
                .sum();
    }

    private static double furthest(List<String> lines, String metric) {
        return lines.stream()
                .filter(line -> line.startsWith(metric))
                .mapToDouble(line -> Math.abs(value(line)))
                .max()
                .orElse(0);
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
    }
}
