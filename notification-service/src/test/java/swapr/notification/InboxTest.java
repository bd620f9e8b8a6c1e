package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.Kafka;
import swapr.testing.Tokens;
import tools.jackson.databind.JsonNode;

@NotificationTest
class InboxTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");

    @Autowired
    RestTestClient client;

    @Autowired
    Kafka kafka;

    @Autowired
    Tokens tokens;

    @Autowired
    Inboxes inboxes;

    @Test
    void theInboxShowsTheNotificationsOfTheUser() {
        Person ada = Person.named("Ada");
        kafka.deliver("listing-events", ada.lists("Air Max 97", NOON).correlationId("the-request"))
                .eventually(() -> assertThat(inboxes.of(ada)).hasSize(1));

        client.get()
                .uri("/notifications")
                .header("Authorization", bearer(ada))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"items": [{
                          "id": "%s", "kind": "LISTING_PUBLISHED", "status": "WAITING_FOR_ADDRESS",
                          "subject": "Your listing is online: Air Max 97",
                          "text": "Air Max 97, size 9.5, is now for sale on Swapr at $1,250.00.\\n\\n\
                        We will write to you as soon as it is sold.",
                          "created_at": "2026-11-21T12:00:00.123456Z", "correlation_id": "the-request"
                        }]}""".formatted(inboxes.idOfOnly(ada)));
    }

    @Test
    void pagesGoFromTheNewestToTheOldest() {
        Person ada = Person.named("Ada");
        // Pairs have the same time. The cursor must separate them, too.
        for (int i = 0; i < 8; i++) {
            kafka.publish("listing-events", ada.lists("No. " + i, NOON.plus(i / 2, ChronoUnit.SECONDS)));
        }
        kafka.deliver("listing-events", ada.lists("No. 8", NOON.plusSeconds(9)))
                .eventually(() -> assertThat(inboxes.of(ada)).hasSize(9));

        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(ada, "/notifications?limit=3" + cursor);
            page.path("items")
                    .forEach(item -> seen.add(
                            item.path("created_at").asString() + item.path("id").asString()));
            sizes.add(page.path("items").size());
            cursor = page.has("next_cursor")
                    ? "&cursor=" + page.path("next_cursor").asString()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(sizes).containsExactly(3, 3, 3);
        assertThat(seen).hasSize(9).doesNotHaveDuplicates().isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(get(ada, "/notifications").path("items")).hasSize(9);
    }

    @Test
    void theInboxHasNoNotificationsOfOtherUsers() {
        Person ada = Person.named("Ada");
        kafka.deliver("listing-events", ada.lists("Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(ada)).hasSize(1));

        JsonNode page = get(Person.named("Eve"), "/notifications");

        assertThat(page.path("items")).isEmpty();
        assertThat(page.has("next_cursor")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=101, limit",
        "limit=-1, limit",
        "limit=many, limit",
        "limit=99999999999, limit",
        "cursor=garbage, cursor",
        "cursor=bm90IGEgY3Vyc29y, cursor",
        "cursor=%00, cursor",
        "cursor=MjAyNi0xMS0yMVQxMjowMDowMFovbm8tdXVpZA, cursor", // 2026-11-21T12:00:00Z/no-uuid
        // +1000000000-01-01T00:00:00Z/00000000-0000-0000-0000-000000000000
        "cursor=KzEwMDAwMDAwMDAtMDEtMDFUMDA6MDA6MDBaLzAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA, cursor"
    })
    void aBadParameterIsRefusedByName(String query, String field) {
        client.get()
                .uri(java.net.URI.create("/notifications?" + query))
                .header("Authorization", bearer(Person.named("Ada")))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @Test
    void aCallWithoutAValidTokenIsRefused() {
        UUID eve = UUID.randomUUID();

        client.get().uri("/notifications").exchange().expectStatus().isUnauthorized();
        for (String token : List.of(
                tokens.expired(eve, "Eve"),
                tokens.forged(eve, "Eve"),
                tokens.unsigned(eve, "Eve"),
                tokens.wrongAudience(eve, "Eve"),
                tokens.wrongIssuer(eve, "Eve"),
                "Bearer garbage")) {
            client.get()
                    .uri("/notifications")
                    .header("Authorization", token)
                    .exchange()
                    .expectStatus()
                    .isUnauthorized()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @Test
    void theInboxIsReadOnly() {
        String bearer = bearer(Person.named("Ada"));

        client.post()
                .uri("/notifications")
                .header("Authorization", bearer)
                .exchange()
                .expectStatus()
                .isEqualTo(405);
        client.delete()
                .uri("/notifications")
                .header("Authorization", bearer)
                .exchange()
                .expectStatus()
                .isEqualTo(405);
        client.get()
                .uri("/notifications/{id}", UUID.randomUUID())
                .header("Authorization", bearer)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    private JsonNode get(Person person, String uri) {
        return java.util.Objects.requireNonNull(client.get()
                .uri(uri)
                .header("Authorization", bearer(person))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private String bearer(Person person) {
        return tokens.bearer(person.id(), person.name());
    }
}
