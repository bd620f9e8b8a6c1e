package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A journey has each message once, and the state of each of its readers. */
class JourneyTest {

    private final Choreography choreography = new Choreography();
    private final Map<String, JsonNode> answers = new LinkedHashMap<>();

    @BeforeEach
    void twoServices() throws IOException {
        choreography.add(Json.MAPPER.readTree("""
                {"service": "purchase-service", "publishes": [{"topic": "purchase-events"}], "reads": [
                  {"consumer": "purchase-service.payment-requests", "topic": "payment-requests",
                   "type": "ChargePayment", "versions": [1], "queue": true}]}"""));
        choreography.add(Json.MAPPER.readTree("""
                {"service": "listing-service", "publishes": [{"topic": "listing-events"}], "reads": [
                  {"consumer": "listing-service", "topic": "purchase-events", "type": "OrderPlaced", "versions": [1]},
                  {"consumer": "old-search", "topic": "listing-events", "type": "PriceReduced", "versions": [1]},
                  {"consumer": "listing-search", "topic": "listing-events", "type": "PriceReduced",
                   "versions": [1, 2]}]}"""));
    }

    @Test
    void theMessagesOfAllServicesAreInTheOrderOfTheirTimes() {
        answer("listing-service", published("l1", "ListingReserved", "listing-events", "10:00:00.000002"), "");
        answer(
                "purchase-service",
                published("p1", "OrderPlaced", "purchase-events", "10:00:00.000001") + ","
                        + published("p2", "ChargePayment", "payment-requests", "10:00:00.000003"),
                "");

        var messages = journey(Set.of()).messages();

        assertThat(messages).extracting(JourneyMessage::eventId).containsExactly("p1", "l1", "p2");
        assertThat(messages).extracting(JourneyMessage::queue).containsExactly(false, false, true);
        assertThat(messages.getFirst().service()).isEqualTo("purchase-service");
        assertThat(messages.getFirst().body().at("/payload/id").asString()).isEqualTo("p1");
    }

    @Test
    void aReaderIsOpenUntilItsInboxHasARow() {
        answer("purchase-service", published("p1", "OrderPlaced", "purchase-events", "10:00:00"), "");
        assertThat(reactions(Set.of(), "p1")).containsExactly("listing-service open");
        assertThat(reactions(Set.of("listing-service"), "p1")).containsExactly("listing-service unknown");

        answer("listing-service", "", processed("listing-service", "p1", "OrderPlaced"));
        assertThat(reactions(Set.of(), "p1")).containsExactly("listing-service applied");
    }

    @Test
    void parallelVersionsOweOneReactionOfEachReader() {
        var versions = "\"parallel_versions\": {\"fact_id\": \"v1\", \"versions\": [1, 2]}, ";
        answer(
                "listing-service",
                published("v1", "PriceReduced", 1, "listing-events", "10:00:00", versions) + ","
                        + published("v2", "PriceReduced", 2, "listing-events", "10:00:00", versions),
                processed("listing-search", "v1", "PriceReduced"));

        assertThat(reactions(Set.of(), "v1")).containsExactly("old-search open");
        assertThat(reactions(Set.of(), "v2")).containsExactly("listing-search applied");
    }

    @Test
    void theReadersShowAMessageWhosePublisherIsAway() {
        answer("listing-service", "", processed("listing-service", "p1", "OrderPlaced"));

        var messages = journey(Set.of("purchase-service")).messages();

        assertThat(messages).hasSize(1);
        assertThat(messages.getFirst().eventType()).isEqualTo("OrderPlaced");
        assertThat(messages.getFirst().service()).isNull();
        assertThat(reactions(Set.of("purchase-service"), "p1")).containsExactly("listing-service applied");
    }

    @Test
    void aRowOfAConsumerThatReadsNoLongerIsShown() {
        answer(
                "purchase-service",
                published("p1", "OrderPlaced", "purchase-events", "10:00:00"),
                processed("removed", "p1", "OrderPlaced"));

        assertThat(reactions(Set.of(), "p1")).containsExactly("listing-service open", "removed applied");
    }

    @Test
    void aServiceWithoutBodiesStillListsItsMessages() {
        answer("purchase-service", "{\"event_id\": \"p1\", \"event_type\": \"OrderPlaced\", \"body\": null}", "");

        assertThat(journey(Set.of()).messages().getFirst().body().isEmpty()).isTrue();
    }

    private Journey journey(Set<String> away) {
        return new Journey(choreography, answers, away);
    }

    private List<String> reactions(Set<String> away, String id) {
        return journey(away).messages().stream()
                .filter(message -> message.eventId().equals(id))
                .flatMap(message -> message.reactions().stream())
                .map(reaction -> reaction.consumer() + " " + reaction.outcome())
                .toList();
    }

    private void answer(String service, String published, String processed) {
        answers.put(
                service,
                Json.MAPPER.readTree("{\"published\": [%s], \"processed\": [%s]}".formatted(published, processed)));
    }

    private static String published(String id, String type, String topic, String time) {
        return published(id, type, 1, topic, time, "");
    }

    private static String published(String id, String type, int version, String topic, String time, String more) {
        var body = "{%s\"schema_version\": %d, \"timestamp\": \"2026-11-26T%s\", \"payload\": {\"id\": \"%s\"}}"
                .formatted(more, version, time, id);
        return Json.of(Map.of("event_id", id, "event_type", type, "topic", topic, "on_kafka", true, "body", body));
    }

    private static String processed(String consumer, String id, String type) {
        return Json.of(Map.of(
                "consumer", consumer, "event_id", id, "event_type", type, "outcome", "applied", "processed_at", "now"));
    }
}
