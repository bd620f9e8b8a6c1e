package swapr.room;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Counts whether a message is lost. All services cut at the same moment, five seconds ago. Counting reads the whole
 * event log, so one answer is valid for ten seconds.
 */
final class Balance {

    /** A transaction that is open for longer can commit events with an earlier id. */
    private static final Duration CUT = Duration.ofSeconds(5);

    private static final Duration VALID = Duration.ofSeconds(10);
    private static final Duration BROKER = Duration.ofSeconds(4);

    private final Services services;
    private final Choreography choreography;
    private final OffsetFollower offsets;
    private @Nullable Answer last;
    private Instant next = Instant.MIN;

    Balance(Services services, Choreography choreography, OffsetFollower offsets) {
        this.services = services;
        this.choreography = choreography;
        this.offsets = offsets;
    }

    /** The last count, or a new one. Of several viewers, one counts. */
    synchronized Answer answer() {
        if (!services.isSignedIn()) {
            return Answer.problem(503, Services.NO_TOKEN);
        }
        var known = last;
        if (known == null || Instant.now().isAfter(next)) {
            known = Answer.json(count(Instant.now().minus(CUT).truncatedTo(ChronoUnit.MILLIS)));
            last = known;
            next = Instant.now().plus(VALID);
        }
        return known;
    }

    private Map<String, Object> count(Instant until) {
        var away = new TreeMap<String, String>();
        var first = ask(until, away);
        var sheet = new BalanceSheet(choreography);
        first.values().forEach(sheet::addPublished);
        first.forEach(sheet::addProcessed);
        var rows = sheet.rows();
        long missing = 0;
        var tooMany = first.values().stream()
                .anyMatch(answer -> !answer.path("complete").asBoolean(false));
        if (!tooMany && away.isEmpty() && BalanceSheet.onTheirWay(rows) > 0) {
            // A message is missing only if it was on Kafka, was read after that, and is not in the inbox after that.
            var known = offsets.awaitAfter(Instant.now(), BROKER);
            var again = new BalanceSheet(choreography);
            first.values().forEach(again::addPublished);
            ask(until, away).forEach(again::addProcessed);
            rows = again.rows();
            missing = known && away.isEmpty() ? BalanceSheet.missing(rows, this::hasRead) : 0;
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put("until", until.toString());
        answer.put("verdict", verdict(tooMany, away, missing, BalanceSheet.onTheirWay(rows)));
        answer.put("missing", missing);
        answer.put("on_their_way", BalanceSheet.onTheirWay(rows));
        answer.put("rows", rows);
        answer.put("money", new MoneyTotals(services).read(until, away.keySet()));
        answer.put("away", away);
        return answer;
    }

    private static String verdict(boolean tooMany, Map<String, String> away, long missing, long onTheirWay) {
        if (!away.isEmpty()) {
            return "unknown";
        }
        if (tooMany) {
            return "too_many";
        }
        return missing > 0 ? "missing" : onTheirWay > 0 ? "on_the_way" : "nothing_lost";
    }

    /** The answer of each service that answers. The others are added to {@code away}. */
    private Map<String, JsonNode> ask(Instant until, Map<String, String> away) {
        var answers = new ConcurrentHashMap<String, JsonNode>();
        var silent = new ConcurrentHashMap<String, String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            services.names()
                    .forEach(service -> threads.execute(() -> {
                        try {
                            if (!choreography.knows(service)) {
                                choreography.add(services.read(service, "choreography")
                                        .orElseThrow(() -> new IOException("It has no endpoint choreography.")));
                            }
                            answers.put(service, services.count(service, "balance?until=" + until));
                        } catch (IOException e) {
                            silent.put(service, String.valueOf(e.getMessage()));
                        }
                    }));
        }
        away.putAll(silent);
        return new TreeMap<>(answers);
    }

    /** Whether a group has read all records of a topic. A work queue has only the figure of the broker. */
    private boolean hasRead(String group, String topic) {
        var queue = offsets.sample().shares().stream()
                .filter(lag -> lag.group().equals(group) && lag.topic().equals(topic))
                .findFirst();
        return queue.map(lag -> lag.lag() == 0)
                .orElseGet(() -> offsets.lag(group, topic).values().stream().allMatch(lag -> lag == 0));
    }
}
