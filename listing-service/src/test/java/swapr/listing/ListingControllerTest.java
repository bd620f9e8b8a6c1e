package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import swapr.testing.ReceivedRecord;

/** The REST calls of a seller, their events, and their input validation. */
class ListingControllerTest extends ListingServiceTest {

    @Test
    void aNewListingIsAvailableAndPublished() {
        Person ada = person("Ada");

        try (var events = kafka.record("listing-events")) {
            Answer answer = call(POST, "/listings", ada.token(), sneakers(), Map.of("Correlation-Id", "story-1"));

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers().getLocation()).hasPath("/listings/" + answer.id());
            assertThat(answer.body().path("status").asString()).isEqualTo("AVAILABLE");
            assertThat(answer.body().path("version").asInt()).isEqualTo(1);
            assertThat(answer.body().path("seller_name").asString()).isEqualTo("Ada");
            assertThat(answer.body().path("price").path("amount").asString()).isEqualTo("250.00");

            ReceivedRecord created = events.await("ListingCreated", "listing:" + answer.id());
            assertThat(created.json().path("actor").asString()).isEqualTo("user:" + ada.id());
            assertThat(created.json().path("correlation_id").asString()).isEqualTo("story-1");
            assertThat(created.json().path("aggregate_version").asInt()).isEqualTo(1);
            assertThat(created.payload().propertyNames())
                    .containsExactlyInAnyOrder(
                            "listing_id",
                            "seller_id",
                            "seller_name",
                            "title",
                            "brand",
                            "size",
                            "condition",
                            "description",
                            "price");
            assertThat(created.payload().path("price").toString())
                    .isEqualTo("{\"amount\":\"250.00\",\"currency\":\"USD\"}");
        }
    }

    @Test
    void aDescriptionIsOptionalAndUnknownFieldsAreIgnored() {
        Person ada = person("Ada");
        var sneakers = sneakers("color", "red");
        sneakers.remove("description");

        try (var events = kafka.record("listing-events")) {
            UUID listing = listed(ada, sneakers);

            assertThat(events.await("ListingCreated", "listing:" + listing)
                            .payload()
                            .has("description"))
                    .isFalse();
        }
    }

    @Test
    void anyClientReadsAListingWithItsVersionAndEtag() {
        UUID listing = listed(person("Ada"));

        Answer answer = show(listing);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("version").asInt()).isEqualTo(1);
        assertThat(answer.body().path("condition").asString()).isEqualTo("VINTAGE");
        String etag = answer.headers().getETag();
        assertThat(etag).isNotNull();
        Answer again = call(GET, "/listings/" + listing, null, null, Map.of("If-None-Match", String.valueOf(etag)));
        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void aReductionPublishesThePreviousAndTheNewPrice() {
        Person ada = person("Ada");
        UUID listing = listed(ada);
        String etag = String.valueOf(show(listing).headers().getETag());

        try (var events = kafka.record("listing-events")) {
            Answer answer = reduce(listing, ada, Map.of("price", usd("199.5"), "high_priority", true));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("version").asInt()).isEqualTo(2);
            assertThat(answer.body().path("price").path("amount").asString()).isEqualTo("199.50");
            var published = events.await("both versions", 2, event -> event.is("PriceReduced", "listing:" + listing));
            var first = published.getFirst();
            assertThat(first.payload().path("previous_price").path("amount").asString())
                    .isEqualTo("250.00");
            assertThat(first.payload().path("price").path("amount").asString()).isEqualTo("199.50");
            assertThat(first.payload().path("high_priority").asBoolean()).isTrue();
            var second = published.getLast();
            assertThat(second.json().path("schema_version").asInt()).isEqualTo(2);
            assertThat(second.json().path("aggregate_version"))
                    .isEqualTo(first.json().path("aggregate_version"));
            assertThat(second.json().path("parallel_versions"))
                    .isEqualTo(first.json().path("parallel_versions"))
                    .hasToString("{\"fact_id\":%s,\"versions\":[1,2]}"
                            .formatted(first.json().path("event_id")));
            assertThat(second.payload().path("is_priority").asBoolean()).isTrue();
            assertThat(second.payload().path("price")).isEqualTo(first.payload().path("price"));
        }
        Answer changed = call(GET, "/listings/" + listing, null, null, Map.of("If-None-Match", etag));
        assertThat(changed.status()).isEqualTo(200);
    }

    @Test
    void aPriceThatIsNotLowerOrHasAnotherCurrencyIsRefused() {
        Person ada = person("Ada");
        UUID listing = listed(ada);

        for (var price : List.of(usd("250"), usd("250.01"), Map.of("amount", "1.00", "currency", "EUR"))) {
            Answer answer = reduce(listing, ada, Map.of("price", price));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.wrongFields()).containsExactly("price");
        }
        assertThat(log(listing)).containsExactly("ListingCreated 1");
    }

    @Test
    void aListingIsWithdrawnOnceAndPermanently() {
        Person ada = person("Ada");
        UUID listing = listed(ada);

        try (var events = kafka.record("listing-events")) {
            assertThat(call(DELETE, "/listings/" + listing, ada, null).status()).isEqualTo(204);
            events.await("ListingWithdrawn", "listing:" + listing);
        }

        assertThat(call(DELETE, "/listings/" + listing, ada, null).status()).isEqualTo(204);
        assertThat(reduce(listing, ada, Map.of("price", usd("1"))).status()).isEqualTo(409);
        assertThat(statusOf(listing)).isEqualTo("WITHDRAWN");
        assertThat(log(listing)).containsExactly("ListingCreated 1", "ListingWithdrawn 2");
    }

    @Test
    void aReservedListingCannotBeWithdrawnOrReduced() {
        Person ada = person("Ada");
        UUID listing = listed(ada);
        reserved(listing, person("Bob"));

        assertThat(call(DELETE, "/listings/" + listing, ada, null).status()).isEqualTo(409);
        assertThat(reduce(listing, ada, Map.of("price", usd("1"))).status()).isEqualTo(409);
        assertThat(log(listing)).containsExactly("ListingCreated 1", "ListingReserved 2");
    }

    @Test
    void anotherUserCannotChangeTheListing() {
        UUID listing = listed(person("Ada"));
        Person bob = person("Bob");

        assertThat(call(DELETE, "/listings/" + listing, bob, null).status()).isEqualTo(403);
        assertThat(reduce(listing, bob, Map.of("price", usd("1"))).status()).isEqualTo(403);
        assertThat(log(listing)).containsExactly("ListingCreated 1");
    }

    @Test
    void anUnknownListingIsNotFound() {
        Person ada = person("Ada");
        UUID unknown = UUID.randomUUID();

        assertThat(show(unknown).status()).isEqualTo(404);
        assertThat(call(DELETE, "/listings/" + unknown, ada, null).status()).isEqualTo(404);
        assertThat(reduce(unknown, ada, Map.of("price", usd("1"))).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource
    void invalidListingsAreRefusedByField(String wrong, @Nullable Object value, String field) {
        Person ada = person("Ada");

        Answer answer = call(POST, "/listings", ada, sneakers(wrong, value));

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.headers().getContentType()).hasToString("application/problem+json");
        assertThat(answer.wrongFields()).containsExactly(field);
        assertThat(eventsCausedBy(ada)).isZero();
    }

    static Stream<Arguments> invalidListingsAreRefusedByField() {
        List<Arguments> cases = new ArrayList<>();
        for (String field : List.of("title", "brand", "size", "condition", "price")) {
            cases.add(Arguments.of(field, null, field));
            cases.add(Arguments.of(field, List.of(1), field));
            cases.add(Arguments.of(field, 42, field));
        }
        for (String field : List.of("title", "brand")) {
            cases.add(Arguments.of(field, " ", field));
            cases.add(Arguments.of(field, "null \0 character", field));
            for (String text :
                    List.of("two\nlines", "ding\u0007", "\u202eturned", "\u200b\u2060", "\u00a0\u2003", "\ue000")) {
                cases.add(Arguments.of(field, text, field));
            }
        }
        cases.add(Arguments.of("title", "x".repeat(121), "title"));
        cases.add(Arguments.of("brand", "x".repeat(61), "brand"));
        cases.add(Arguments.of("description", "x".repeat(2001), "description"));
        cases.add(Arguments.of("description", true, "description"));
        cases.add(Arguments.of("description", "red \u001b[31m", "description"));
        cases.add(Arguments.of("description", "\u2067isolated", "description"));
        for (String size :
                List.of("", "large", "0", "100", "9.25", "US9", "US  9", "DE 42", "-9", "9 ", "US 9; drop")) {
            cases.add(Arguments.of("size", size, "size"));
        }
        cases.add(Arguments.of("condition", "MINT", "condition"));
        cases.add(Arguments.of("condition", "new", "condition"));
        for (Object amount : List.of("0", "-1.00", "1000000.01", "12.345", "1e3", "free", "", 250, true)) {
            cases.add(Arguments.of("price", Map.of("amount", amount, "currency", "USD"), "price.amount"));
        }
        cases.add(Arguments.of("price", Map.of("currency", "USD"), "price.amount"));
        cases.add(Arguments.of("price", Map.of("amount", "1.00"), "price.currency"));
        cases.add(Arguments.of("price", Map.of("amount", "1.00", "currency", "ZZZ"), "price.currency"));
        cases.add(Arguments.of("price", Map.of("amount", "1.00", "currency", "usd"), "price.currency"));
        return cases.stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "42.5", "US 9", "US 10.5", "UK 8.5", "EU 42 2/3", "US 7W", "CM 27.5"})
    void aSizeIsStoredAsWritten(String size) {
        assertThat(show(listed(person("Ada"), sneakers("size", size)))
                        .body()
                        .path("size")
                        .asString())
                .isEqualTo(size);
    }

    @Test
    void oneResponseReportsAllMistakes() {
        Answer answer = call(POST, "/listings", person("Ada"), Map.of("price", Map.of()));

        assertThat(answer.wrongFields())
                .containsExactlyInAnyOrder("title", "brand", "size", "condition", "price.amount", "price.currency");
    }

    @ParameterizedTest
    @MethodSource
    void invalidPriceReductionsAreRefusedByField(Object body, String field) {
        Person ada = person("Ada");
        UUID listing = listed(ada);

        Answer answer = reduce(listing, ada, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly(field);
        assertThat(log(listing)).containsExactly("ListingCreated 1");
    }

    static Stream<Arguments> invalidPriceReductionsAreRefusedByField() {
        return Stream.of(
                Arguments.of(Map.of(), "price"),
                Arguments.of(Map.of("price", "100.00"), "price"),
                Arguments.of(Map.of("price", usd("0")), "price.amount"),
                Arguments.of(Map.of("price", usd("-5")), "price.amount"),
                Arguments.of(Map.of("price", usd("99.999")), "price.amount"),
                Arguments.of(Map.of("price", Map.of("amount", "1", "currency", "DOLLAR")), "price.currency"),
                Arguments.of(Map.of("price", usd("1"), "high_priority", "very"), "high_priority"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"listing\"", "{\"title\": }"})
    void malformedJsonIsRefused(String body) {
        Person ada = person("Ada");

        assertThat(call(POST, "/listings", ada, body).status()).isEqualTo(400);
        assertThat(eventsCausedBy(ada)).isZero();
    }

    @Test
    void aMalformedIdAndAnUnsupportedMethodAreRefused() {
        Person ada = person("Ada");

        assertThat(call(GET, "/listings/17", (Person) null, null).wrongFields()).containsExactly("id");
        assertThat(call(DELETE, "/listings/17", ada, null).wrongFields()).containsExactly("id");
        assertThat(call(POST, "/listings/17/price-reductions", ada, Map.of("price", usd("1")))
                        .wrongFields())
                .containsExactly("id");
        assertThat(call(PUT, "/listings", ada, sneakers()).status()).isEqualTo(405);
    }

    @Test
    void changesRequireAValidToken() {
        Person ada = person("Ada");
        UUID listing = listed(ada);
        List<@Nullable String> badTokens = new ArrayList<>();
        badTokens.add(null);
        badTokens.add("Bearer nonsense");
        badTokens.add(tokens.expired(ada.id(), "Ada"));
        badTokens.add(tokens.forged(ada.id(), "Ada"));
        badTokens.add(tokens.unsigned(ada.id(), "Ada"));

        for (String token : badTokens) {
            assertThat(call(POST, "/listings", token, sneakers(), Map.of()).status())
                    .isEqualTo(401);
            assertThat(call(DELETE, "/listings/" + listing, token, null, Map.of())
                            .status())
                    .isEqualTo(401);
            assertThat(call(
                                    POST,
                                    "/listings/" + listing + "/price-reductions",
                                    token,
                                    Map.of("price", usd("1")),
                                    Map.of())
                            .status())
                    .isEqualTo(401);
        }
        assertThat(eventsCausedBy(ada)).isEqualTo(1);
    }

    @Test
    void concurrentReductionsArePublishedOnceAndInOrder() throws Exception {
        Person ada = person("Ada");
        UUID listing = listed(ada, sneakers("price", usd("1000")));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = IntStream.range(0, 20)
                    .mapToObj(n -> (Callable<Integer>) () -> reduce(listing, ada, Map.of("price", usd("" + (999 - n))))
                            .status())
                    .toList();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }

            long accepted = answers.stream().filter(status -> status == 200).count();
            assertThat(answers)
                    .contains(200)
                    .allMatch(status -> List.of(200, 409, 422).contains(status));
            long last = 1 + accepted;
            assertThat(show(listing).body().path("version").asLong()).isEqualTo(last);
            assertThat(log(listing))
                    .hasSize((int) (1 + 2 * accepted)) // each reduction is published in two schema versions
                    .last()
                    .isEqualTo("PriceReduced " + last);
        }
    }

    private Answer reduce(UUID listing, Person caller, Object body) {
        return call(POST, "/listings/" + listing + "/price-reductions", caller, body);
    }
}
