package swapr.system;

import java.time.Duration;
import java.util.Map;

/** What is done over HTTP, as the operator or as the bank's own people would. */
final class Operator {

    private final Site site;

    Operator(Site site) {
        this.site = site;
    }

    /** @param mode slow, down or lose_answer, for that long */
    void bank(String mode, Duration duration) {
        site.mark("bank: " + mode);
        try (var _ = new Undo(() -> bank("none"))) {
            bank(mode);
            Waiting.pause(duration);
        }
        site.note("bank: none");
    }

    private void bank(String mode) {
        var answer = Http.call("PUT", site.marketplace().url("bank") + "/faults", Map.of("mode", mode), Map.of());
        site.expect(answer.status() == 200, "the bank does not want to be " + mode + ": " + answer.status());
    }

    /** Asks for the redrive of all dead letters of a service. */
    void redriveAll(String service) {
        site.mark("redrive of all dead letters of " + service);
        var answer = Http.call(
                "POST",
                site.marketplace().managementUrl(service) + "/actuator/deadletters/all",
                Map.of(),
                Map.of("Authorization", "Bearer " + site.marketplace().operatorToken()));
        site.expect(answer.status() == 202, "the redrive was answered with " + answer.status());
    }

    /** Gives up all dead letters, as the operator would; returns how many those were. */
    long discard(String reason) {
        long discarded = 0;
        var operator = Map.of("Authorization", "Bearer " + site.marketplace().operatorToken());
        for (var service : Scenarios.WITH_DATABASE) {
            var letters = site.marketplace().managementUrl(service) + "/actuator/deadletters";
            for (var letter : Http.call("GET", letters, null, operator).body().path("dead_letters")) {
                if (!letter.path("status").asString().equals("RETRYING")) {
                    var url = "%s/%s?reason=%s"
                            .formatted(letters, letter.path("id").asString(), reason.replace(' ', '+'));
                    site.expect(
                            Http.call("DELETE", url, null, operator).status() == 200,
                            "dead letter %s/%s cannot be discarded".formatted(service, letter.path("id")));
                    discarded++;
                }
            }
        }
        return discarded;
    }

    /** Rebuilds the search index; returns how many events it was made from. */
    long rebuild() {
        long events = Rebuilds.rebuild(site.marketplace(), "listing", "listing-search");
        site.note("search index rebuilt from %d events".formatted(events));
        return events;
    }
}
