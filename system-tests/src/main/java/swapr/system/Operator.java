package swapr.system;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What is done over HTTP, as the operator or as the bank's own people would. */
final class Operator {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final ChaosContext context;

    Operator(ChaosContext context) {
        this.context = context;
    }

    /** @param mode slow, down or lose_answer, for that long */
    void bank(String mode, Duration duration) {
        context.timeline().mark("bank: " + mode);
        try (var _ = new FaultScope(() -> bank("none"))) {
            bank(mode);
            Waiting.pause(duration);
        }
        context.timeline().note("bank: none");
    }

    private void bank(String mode) {
        var answer = Http.call("PUT", context.marketplace().url("bank") + "/faults", Map.of("mode", mode), Map.of());
        context.expect(answer.status() == 200, "the bank does not want to be " + mode + ": " + answer.status());
    }

    /** Asks for the redrive of all dead letters of a service. */
    void redriveAll(String service) {
        context.timeline().mark("redrive of all dead letters of " + service);
        var answer = Http.call(
                "POST",
                context.marketplace().managementUrl(service) + "/actuator/deadletters/all",
                Map.of(),
                Map.of("Authorization", "Bearer " + context.marketplace().operatorToken()));
        context.expect(answer.status() == 202, "the redrive was answered with " + answer.status());
    }

    /** Gives up all dead letters, as the operator would; returns how many those were. */
    long discard(String reason) {
        var discarded = new AtomicLong();
        for (var service : Scenarios.WITH_DATABASE) {
            context.expect(
                    Waiting.until(SOON, () -> discard(service, reason, discarded)),
                    "dead letters of %s cannot be discarded".formatted(service));
        }
        return discarded.get();
    }

    /** Whether none was left. What waited behind a discarded one is run meanwhile, and then there is nothing to discard. */
    private boolean discard(String service, String reason, AtomicLong discarded) {
        var operator = Map.of("Authorization", "Bearer " + context.marketplace().operatorToken());
        var letters = context.marketplace().managementUrl(service) + "/actuator/deadletters";
        var none = true;
        var groups = Http.call("GET", letters, null, operator).body().path("groups");
        for (String consumer : consumersWithParked(groups)) {
            none = false;
            var url = "%s?consumer=%s&reason=%s".formatted(letters, consumer, reason.replace(' ', '+'));
            discarded.addAndGet(Http.call(PATIENCE, "DELETE", url, null, operator)
                    .body()
                    .path("discarded")
                    .asLong(0));
        }
        return none;
    }

    private Set<String> consumersWithParked(JsonNode groups) {
        return groups.valueStream()
                .filter(group -> group.path("parked").asLong() > 0)
                .map(group -> group.path("consumer").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Rebuilds the search index; returns how many events it was made from. */
    long rebuild() {
        long events = Rebuilds.rebuild(context.marketplace(), "listing", "listing-search");
        context.timeline().note("search index rebuilt from %d events".formatted(events));
        return events;
    }
}
