package swapr.system;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import swapr.system.Scenarios.Scenario;

/** Fuzzing from outside: invalid records, invalid requests, and hostile clients, which have one account at most. */
final class FuzzScenarios {

    private static final int SHOWN = 5;
    /**
     * So many records are read and parked within seconds. With all records at once, a normal order would wait behind
     * them longer than an order may wait (docs/results/fuzzing.md).
     */
    private static final int PORTION = 250;

    private static final Duration SOON = Duration.ofMinutes(20);
    private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(20);

    private FuzzScenarios() {}

    static List<Scenario> all() {
        return List.of(new Scenario(
                        "strangers",
                        "fuzzed records on all topics and queues, fuzzed requests, slow and hostile clients",
                        0,
                        0,
                        FuzzScenarios::attack)
                .seenIn("dead letters"));
    }

    private static void attack(ChaosContext context) {
        Instant began = context.sessions().now();
        Map<String, Double> pauses = pauses(context);
        var memory = MemoryInUse.now(context);
        records(context);
        requests(context);
        hostileClients(context);
        context.expect(
                pauses(context).equals(pauses),
                "consumers or queues have paused: %s, earlier %s".formatted(pauses(context), pauses));
        memory.expectSteady(context);
        long late = context.sessions()
                .count("select count(*) from purchase.orders where reason = 'TIMED_OUT' and placed_at > '%s'"
                        .formatted(began));
        context.expect(late == 0, "%d orders of normal buyers timed out".formatted(late));
    }

    private static void records(ChaosContext context) {
        int each = context.either(5_000, 30);
        var fuzzer = new RecordFuzzer(context.marketplace().root(), context.seed());
        Instant began = Instant.now();
        for (int sent = 0; sent < each; sent += PORTION) {
            int portion = Math.min(PORTION, each - sent);
            context.tamper(
                    "%d fuzzed records on each topic and queue".formatted(portion),
                    portion * fuzzer.topics().size(),
                    topics -> fuzzer.topics()
                            .forEach(topic -> topics.odd(IntStream.range(0, portion)
                                    .mapToObj((IntFunction<ForeignRecord>) i -> fuzzer.next(topic))
                                    .iterator())));
            awaitCaughtUp(context);
        }
        context.tamper(
                "accounts closed", 0, topics -> topics.odd(fuzzer.erasures().iterator()));
        awaitCaughtUp(context);
        context.timeline()
                .note("all of them were read after %d s"
                        .formatted(Duration.between(began, Instant.now()).toSeconds()));
        context.timeline()
                .note("%d dead letters discarded".formatted(context.operator().discard("written by ./swapr chaos")));
    }

    private static void awaitCaughtUp(ChaosContext context) {
        var behind = context.lags().awaitEachCaughtUp(SOON);
        context.expect(behind.isEmpty(), "consumers still lag: " + behind);
    }

    private static void requests(ChaosContext context) {
        int count = context.either(20_000, 300);
        context.timeline().mark("%d fuzzed requests".formatted(count), count);
        none(context, new RequestFuzzRun(context, context.seed()).send(count));
    }

    private static void hostileClients(ChaosContext context) {
        var problems = new ArrayList<String>();
        var probe = new ClientProbe(context.marketplace().url("edge"));
        try (probe) {
            hostileClients(context, context.marketplace().url("edge"), problems);
        }
        context.timeline().note(probe.inWords());
        problems.addAll(probe.problems());
        none(context, problems);
    }

    private static void hostileClients(ChaosContext context, String edge, List<String> problems) {
        var slowClients = new SlowClients(edge);
        var clients = new HostileClients(edge);
        int idle = context.either(3_000, 300);
        int slow = context.either(60, 10);
        context.timeline()
                .mark(
                        "%d idle connections, %d slow bodies, %d slow heads".formatted(idle, slow, slow),
                        idle + 2 * slow);
        Concurrently.all(List.<Callable<List<String>>>of(
                        () -> slowClients.idle(idle, Duration.ofSeconds(context.either(20, 8))),
                        () -> slowClients.trickledBodies(slow),
                        () -> slowClients.trickledHeads(slow)))
                .forEach(problems::addAll);
        context.timeline().mark("too large bodies, half-closed connections, pipelined requests, invalid heads");
        problems.addAll(clients.tooMuch());
        problems.addAll(clients.halfClosed());
        problems.addAll(clients.pipelined(50));
        problems.addAll(new InvalidHeads(edge).send());
    }

    private static void none(ChaosContext context, List<String> problems) {
        context.expect(
                problems.isEmpty(),
                "%d problems: %s"
                        .formatted(
                                problems.size(),
                                String.join("; ", problems.stream().limit(SHOWN).toList())));
    }

    /** The pauses of each part of each service, because the database or the broker did not answer. */
    private static Map<String, Double> pauses(ChaosContext context) {
        var pauses = new TreeMap<String, Double>();
        for (String service : context.instances(Scenarios.WITH_DATABASE)) {
            ServiceMetrics.lines(context.marketplace(), service, METRICS_TIMEOUT).stream()
                    .filter(line -> line.startsWith("swapr_pauses_total"))
                    .forEach(line ->
                            pauses.put(service + " " + line.replaceFirst(" .*", ""), ServiceMetrics.value(line)));
        }
        return pauses;
    }
}
