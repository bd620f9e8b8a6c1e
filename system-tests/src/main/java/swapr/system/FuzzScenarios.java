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
final class FuzzScenarios {

    private static final int SHOWN = 5;
    private static final Duration SOON = Duration.ofMinutes(20);
    /** A heap may fill up to its limit before it is collected; beyond that, something is kept. */
    private static final double MAY_GROW_MB = 400;

    private FuzzScenarios() {}

    static List<Scenario> all() {
        return List.of(new Scenario(
                        "strangers",
                        "odd records on every topic and queue, odd requests, slow and rude clients",
                        0,
                        0,
                        FuzzScenarios::attack)
                .seenIn("dead letters")
                .inShortSet());
    }

    private static void attack(ChaosContext context) {
        Instant began = context.sessions().now();
        Map<String, Double> pauses = pauses(context);
        double memory = memoryMb(context);
        records(context);
        requests(context);
        hostileClients(context);
        context.expect(
                pauses(context).equals(pauses),
                "consumers or queues have paused: %s, before %s".formatted(pauses(context), pauses));
        double grown = memoryMb(context) - memory;
        context.timeline().note("all processes together take %.0f MB more than before".formatted(grown));
        context.expect(grown < MAY_GROW_MB, "all processes together take %.0f MB more than before".formatted(grown));
        long late = context.sessions()
                .count("select count(*) from purchase.orders where reason = 'TIMED_OUT' and placed_at > '%s'"
                        .formatted(began));
        context.expect(late == 0, "%d orders of honest buyers were not final in time".formatted(late));
    }

    private static void records(ChaosContext context) {
        int each = context.either(5_000, 60);
        var odd = new RecordFuzzer(context.marketplace().root(), context.seed());
        Instant began = Instant.now();
        for (String topic : odd.topics()) {
            context.tamper(
                    "%d odd records on %s".formatted(each, topic),
                    each,
                    tampering -> tampering.odd(IntStream.range(0, each)
                            .mapToObj((IntFunction<ForeignRecord>) i -> odd.next(topic))
                            .iterator()));
        }
        context.tamper(
                "accounts closed", 0, tampering -> tampering.odd(odd.erasures().iterator()));
        var behind = context.quiescence().awaitEachCaughtUp(SOON);
        context.expect(behind.isEmpty(), "consumers still lag: " + behind);
        context.timeline()
                .note("all of them read after %d s"
                        .formatted(Duration.between(began, Instant.now()).toSeconds()));
        context.timeline()
                .note("%d dead letters discarded".formatted(context.operator().discard("written by ./swapr chaos")));
    }

    private static void requests(ChaosContext context) {
        int count = context.either(20_000, 500);
        context.timeline().mark("%d odd requests".formatted(count), count);
        none(context, new RequestFuzzRun(context, context.seed()).send(count));
    }

    private static void hostileClients(ChaosContext context) {
        var problems = new ArrayList<String>();
        var probe = new ClientProbe(context.marketplace().url("edge"));
        try (probe) {
            hostileClients(context, new HostileClients(context.marketplace().url("edge")), problems);
        }
        context.timeline().note(probe.inWords());
        problems.addAll(probe.problems());
        none(context, problems);
    }

    private static void hostileClients(ChaosContext context, HostileClients rude, List<String> problems) {
        int idle = context.either(3_000, 300);
        int slow = context.either(60, 10);
        context.timeline()
                .mark(
                        "%d idle connections, %d slow bodies, %d slow heads".formatted(idle, slow, slow),
                        idle + 2 * slow);
        problems.addAll(together(List.of(
                () -> rude.idle(idle, Duration.ofSeconds(context.either(20, 8))),
                () -> rude.trickledBodies(slow),
                () -> rude.trickledHeads(slow))));
        context.timeline().mark("bodies without end, half-closed, pipelined, odd heads");
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

    private static void none(ChaosContext context, List<String> problems) {
        context.expect(
                problems.isEmpty(),
                "%d problems: %s"
                        .formatted(
                                problems.size(),
                                String.join("; ", problems.stream().limit(SHOWN).toList())));
    }

    /** How often the parts of each service have paused because database or broker seemed to be away. */
    private static Map<String, Double> pauses(ChaosContext context) {
        var pauses = new TreeMap<String, Double>();
        for (String service : context.instances(Scenarios.WITH_DATABASE)) {
            metrics(context, service)
                    .filter(line -> line.startsWith("swapr_pauses_total"))
                    .forEach(line -> pauses.put(
                            service + " " + line.replaceFirst(" .*", ""),
                            Double.parseDouble(line.substring(line.lastIndexOf(' ')))));
        }
        return pauses;
    }

    private static Stream<String> metrics(ChaosContext context, String service) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create(context.marketplace().managementUrl(service) + "/actuator/prometheus"))
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

    private static double memoryMb(ChaosContext context) {
        return context.marketplace().residentMb().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
