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
    private static final Duration SOON = Duration.ofMinutes(20);
    private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(20);
    /**
     * The processes may use this much more memory. After a fresh start they used 812 MB more: each heap grows to
     * its limit, and the compilers and PostgreSQL fill their caches (docs/start.md).
     */
    private static final long MAY_GROW_MB = 1_000;
    /** The live objects of one process may grow this much. A larger growth means that memory leaks. */
    private static final long LIVE_MAY_GROW_MB = 40;

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
        long memory = memoryMb(context);
        Map<String, Long> live = LiveHeaps.mb(context.marketplace());
        records(context);
        requests(context);
        hostileClients(context);
        context.expect(
                pauses(context).equals(pauses),
                "consumers or queues have paused: %s, earlier %s".formatted(pauses(context), pauses));
        memoryIsSteady(context, memory, live);
        long late = context.sessions()
                .count("select count(*) from purchase.orders where reason = 'TIMED_OUT' and placed_at > '%s'"
                        .formatted(began));
        context.expect(late == 0, "%d orders of normal buyers timed out".formatted(late));
    }

    private static void records(ChaosContext context) {
        int each = context.either(5_000, 30);
        var fuzzer = new RecordFuzzer(context.marketplace().root(), context.seed());
        Instant began = Instant.now();
        for (String topic : fuzzer.topics()) {
            context.tamper(
                    "%d fuzzed records on %s".formatted(each, topic),
                    each,
                    topics -> topics.odd(IntStream.range(0, each)
                            .mapToObj((IntFunction<ForeignRecord>) i -> fuzzer.next(topic))
                            .iterator()));
        }
        context.tamper(
                "accounts closed", 0, topics -> topics.odd(fuzzer.erasures().iterator()));
        var behind = context.lags().awaitEachCaughtUp(SOON);
        context.expect(behind.isEmpty(), "consumers still lag: " + behind);
        context.timeline()
                .note("all of them were read after %d s"
                        .formatted(Duration.between(began, Instant.now()).toSeconds()));
        context.timeline()
                .note("%d dead letters discarded".formatted(context.operator().discard("written by ./swapr chaos")));
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

    private static void memoryIsSteady(ChaosContext context, long memory, Map<String, Long> liveBefore) {
        long grown = memoryMb(context) - memory;
        context.timeline().note("all processes together use %d MB more than before".formatted(grown));
        context.expect(grown < MAY_GROW_MB, "all processes together use %d MB more than before".formatted(grown));
        LiveHeaps.mb(context.marketplace()).forEach((process, live) -> {
            long before = liveBefore.getOrDefault(process, live);
            context.timeline().note("live objects of %s: %d MB, earlier %d MB".formatted(process, live, before));
            context.expect(
                    live - before < LIVE_MAY_GROW_MB,
                    "the live objects of %s have %d MB, earlier %d MB".formatted(process, live, before));
        });
    }

    private static long memoryMb(ChaosContext context) {
        return context.marketplace().residentMb().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
