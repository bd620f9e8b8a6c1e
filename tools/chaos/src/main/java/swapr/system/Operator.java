package swapr.system;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Actions over HTTP: those of an operator, and the fault modes of the bank. */
final class Operator {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final ChaosContext context;

    Operator(ChaosContext context) {
        this.context = context;
    }

    /**
     * Sets a fault mode of the bank for this duration.
     *
     * @param mode slow, down or lose_answer
     */
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
        context.expect(answer.status() == 200, "the bank refused the mode %s with %d".formatted(mode, answer.status()));
    }

    /** Requests the redrive of all dead letters of a service. */
    void redriveAll(String service) {
        context.timeline().mark("redrive of all dead letters of " + service);
        var answer = Http.call(
                "POST",
                context.marketplace().managementUrl(service) + "/actuator/deadletters/all",
                Map.of(),
                Map.of("Authorization", "Bearer " + context.marketplace().operatorToken()));
        context.expect(answer.status() == 202, "the redrive returned %d instead of 202".formatted(answer.status()));
    }

    /**
     * Discards all parked dead letters of all services. Returns their number.
     *
     * @throws IllegalStateException if a service still has some after one minute
     */
    long discard(String reason) {
        var discarded = new AtomicLong();
        for (var service : Scenarios.WITH_DATABASE) {
            context.expect(
                    Waiting.until(SOON, () -> discard(service, reason, discarded)),
                    "%s still has parked dead letters after 1 min".formatted(service));
        }
        return discarded.get();
    }

    /** Returns true if none was parked. The events behind a discarded one are processed after it, or parked again. */
    private boolean discard(String service, String reason, AtomicLong discarded) {
        var operator = Map.of("Authorization", "Bearer " + context.marketplace().operatorToken());
        var letters = context.marketplace().managementUrl(service) + "/actuator/deadletters";
        var none = true;
        var groups = Http.call("GET", letters, null, operator).body().path("groups");
        for (String consumer : consumersWithParked(groups)) {
            none = false;
            var url = "%s?consumer=%s&reason=%s".formatted(letters, consumer, reason.replace(' ', '+'));
            discarded.addAndGet(Http.call(TIMEOUT, "DELETE", url, null, operator)
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

    /** Rebuilds the search index. Returns the number of events that it was built from. */
    long rebuild() {
        long events = Rebuilds.rebuild(context.marketplace(), "listing", "listing-search");
        context.timeline().note("search index rebuilt from %d events".formatted(events));
        return events;
    }
}
