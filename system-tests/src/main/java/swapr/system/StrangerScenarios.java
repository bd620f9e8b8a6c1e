package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import swapr.system.Scenarios.Scenario;

/** What somebody without an account, or with only one, can send: records, requests, and what is neither. */
final class StrangerScenarios {

    private static final int SHOWN = 5;
    private static final Duration SOON = Duration.ofMinutes(4);
    /** A heap may fill up to its limit before it is collected; beyond that, something is kept. */
    private static final double MAY_GROW_MB = 400;

    private StrangerScenarios() {}

    static List<Scenario> all() {
        return List.of(new Scenario(
                        "strangers",
                        "odd records on every topic and queue, odd requests, slow and rude clients",
                        0,
                        0,
                        StrangerScenarios::attack)
                .seenIn("dead letters"));
    }

    private static void attack(Site site) {
        Instant began = site.sessions().now();
        Map<String, Double> pauses = pauses(site);
        double memory = memoryMb(site);
        records(site);
        requests(site);
        rudeClients(site);
        site.expect(
                pauses(site).equals(pauses),
                "consumers or queues have paused: %s, before %s".formatted(pauses(site), pauses));
        double grown = memoryMb(site) - memory;
        site.timeline().note("all processes together take %.0f MB more than before".formatted(grown));
        site.expect(grown < MAY_GROW_MB, "all processes together take %.0f MB more than before".formatted(grown));
        long late = site.sessions()
                .count("select count(*) from purchase.orders where reason = 'TIMED_OUT' and placed_at > '%s'"
                        .formatted(began));
        site.expect(late == 0, "%d orders of honest buyers were not final in time".formatted(late));
    }

    private static void records(Site site) {
        int each = site.either(5_000, 60);
        var odd = new OddRecords(site.marketplace().root(), site.seed());
        Instant began = Instant.now();
        for (String topic : odd.topics()) {
            site.tamper(
                    "%d odd records on %s".formatted(each, topic),
                    each,
                    tampering -> tampering.odd(IntStream.range(0, each)
                            .mapToObj((IntFunction<Strange>) i -> odd.next(topic))
                            .iterator()));
        }
        site.tamper(
                "accounts closed", 0, tampering -> tampering.odd(odd.erasures().iterator()));
        site.expect(
                Waiting.until(SOON, () -> site.rest().lags().isEmpty()),
                "consumers still lag: " + site.rest().lags());
        site.timeline()
                .note("all of them read after %d s"
                        .formatted(Duration.between(began, Instant.now()).toSeconds()));
        site.timeline()
                .note("%d dead letters discarded".formatted(site.operator().discard("written by ./swapr chaos")));
    }

    private static void requests(Site site) {
        int count = site.either(20_000, 500);
        site.timeline().mark("%d odd requests".formatted(count), count);
        none(site, new OddRequestRun(site, site.seed()).send(count));
    }

    private static void rudeClients(Site site) {
        var problems = new ArrayList<String>();
        var probe = new HonestProbe(site.marketplace().url("edge"));
        try (probe) {
            rudeClients(site, new RudeClients(site.marketplace().url("edge")), problems);
        }
        site.timeline().note(probe.inWords());
        problems.addAll(probe.problems());
        none(site, problems);
    }

    private static void rudeClients(Site site, RudeClients rude, List<String> problems) {
        int idle = site.either(3_000, 300);
        int slow = site.either(60, 10);
        site.timeline()
                .mark(
                        "%d idle connections, %d slow bodies, %d slow heads".formatted(idle, slow, slow),
                        idle + 2 * slow);
        problems.addAll(together(List.of(
                () -> rude.idle(idle, Duration.ofSeconds(site.either(20, 8))),
                () -> rude.trickledBodies(slow),
                () -> rude.trickledHeads(slow))));
        site.timeline().mark("bodies without end, half-closed, pipelined, odd heads");
        problems.addAll(rude.tooMuch());
        problems.addAll(rude.halfClosed());
        problems.addAll(rude.pipelined(50));
        problems.addAll(rude.oddHeads());
    }

    private static List<String> together(List<Supplier<List<String>>> attacks) {
        return attacks.stream()
                .map(attack -> CompletableFuture.supplyAsync(
                        attack, task -> Thread.ofVirtual().start(task)))
                .toList()
                .stream()
                .flatMap(attack -> attack.join().stream())
                .toList();
    }

    private static void none(Site site, List<String> problems) {
        site.expect(
                problems.isEmpty(),
                "%d problems: %s"
                        .formatted(
                                problems.size(),
                                String.join("; ", problems.stream().limit(SHOWN).toList())));
    }

    /** How often the parts of each service have paused because database or broker seemed to be away. */
    private static Map<String, Double> pauses(Site site) {
        var pauses = new TreeMap<String, Double>();
        for (String service : site.instances(Scenarios.WITH_DATABASE)) {
            metrics(site, service)
                    .filter(line -> line.startsWith("swapr_pauses_total"))
                    .forEach(line -> pauses.put(
                            service + " " + line.replaceFirst(" .*", ""),
                            Double.parseDouble(line.substring(line.lastIndexOf(' ')))));
        }
        return pauses;
    }

    private static Stream<String> metrics(Site site, String service) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create(site.marketplace().managementUrl(service) + "/actuator/prometheus"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body().lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double memoryMb(Site site) {
        return site.marketplace().residentMb().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
