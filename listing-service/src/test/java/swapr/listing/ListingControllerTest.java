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

/** The calls of a seller, each with what it publishes, and what is wrong input for it. */
class ListingControllerTest extends ListingServiceTest {

    @Test
    void a_new_listing_is_available_and_announced() {
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
    void a_description_is_optional_and_unknown_fields_are_ignored() {
        Person ada = person("Ada");
        var sneakers = sneakers("colour", "red");
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
    void a_listing_is_shown_to_anyone_with_its_version_and_an_etag() {
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
    void a_lower_price_is_told_with_the_previous_one() {
        Person ada = person("Ada");
        UUID listing = listed(ada);
        String etag = String.valueOf(show(listing).headers().getETag());

        try (var events = kafka.record("listing-events")) {
            Answer answer = reduce(listing, ada, Map.of("price", usd("199.5"), "high_priority", true));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("version").asInt()).isEqualTo(3);
            assertThat(answer.body().path("price").path("amount").asString()).isEqualTo("199.50");
            var told = events.await("both tellings", 2, event -> event.is("PriceReduced", "listing:" + listing));
            var first = told.getFirst();
            assertThat(first.payload().path("previous_price").path("amount").asString())
                    .isEqualTo("250.00");
            assertThat(first.payload().path("price").path("amount").asString()).isEqualTo("199.50");
            assertThat(first.payload().path("high_priority").asBoolean()).isTrue();
            var second = told.getLast();
            assertThat(second.json().path("schema_version").asInt()).isEqualTo(2);
            assertThat(second.json().path("told"))
                    .isEqualTo(first.json().path("told"))
                    .hasToString("{\"fact_id\":%s,\"versions\":[1,2]}"
                            .formatted(first.json().path("event_id")));
            assertThat(second.payload().path("is_priority").asBoolean()).isTrue();
            assertThat(second.payload().path("price")).isEqualTo(first.payload().path("price"));
        }
        Answer changed = call(GET, "/listings/" + listing, null, null, Map.of("If-None-Match", etag));
        assertThat(changed.status()).isEqualTo(200);
    }

    @Test
    void a_price_that_is_not_lower_or_in_another_currency_is_refused() {
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
    void a_withdrawn_listing_is_gone_for_good_and_withdrawing_it_again_changes_nothing() {
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
    void what_a_buyer_has_reserved_can_neither_be_withdrawn_nor_repriced() {
        Person ada = person("Ada");
        UUID listing = listed(ada);
        reserved(listing, person("Bob"));

        assertThat(call(DELETE, "/listings/" + listing, ada, null).status()).isEqualTo(409);
        assertThat(reduce(listing, ada, Map.of("price", usd("1"))).status()).isEqualTo(409);
        assertThat(log(listing)).containsExactly("ListingCreated 1", "ListingReserved 2");
    }

    @Test
    void nobody_changes_the_listing_of_somebody_else() {
        UUID listing = listed(person("Ada"));
        Person bob = person("Bob");

        assertThat(call(DELETE, "/listings/" + listing, bob, null).status()).isEqualTo(403);
        assertThat(reduce(listing, bob, Map.of("price", usd("1"))).status()).isEqualTo(403);
        assertThat(log(listing)).containsExactly("ListingCreated 1");
    }

    @Test
    void what_does_not_exist_is_not_found() {
        Person ada = person("Ada");
        UUID nothing = UUID.randomUUID();

        assertThat(show(nothing).status()).isEqualTo(404);
        assertThat(call(DELETE, "/listings/" + nothing, ada, null).status()).isEqualTo(404);
        assertThat(reduce(nothing, ada, Map.of("price", usd("1"))).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource
    void a_listing_with_bad_input_is_refused_naming_the_field(String wrong, @Nullable Object value, String field) {
        Person ada = person("Ada");

        Answer answer = call(POST, "/listings", ada, sneakers(wrong, value));

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.headers().getContentType()).hasToString("application/problem+json");
        assertThat(answer.wrongFields()).containsExactly(field);
        assertThat(eventsCausedBy(ada)).isZero();
    }

    static Stream<Arguments> a_listing_with_bad_input_is_refused_naming_the_field() {
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
    void a_size_is_written_as_on_the_box(String size) {
        assertThat(show(listed(person("Ada"), sneakers("size", size)))
                        .body()
                        .path("size")
                        .asString())
                .isEqualTo(size);
    }

    @Test
    void all_mistakes_are_told_at_once() {
        Answer answer = call(POST, "/listings", person("Ada"), Map.of("price", Map.of()));

        assertThat(answer.wrongFields())
                .containsExactlyInAnyOrder("title", "brand", "size", "condition", "price.amount", "price.currency");
    }

    @ParameterizedTest
    @MethodSource
    void a_price_reduction_with_bad_input_is_refused_naming_the_field(Object body, String field) {
        Person ada = person("Ada");
        UUID listing = listed(ada);

        Answer answer = reduce(listing, ada, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly(field);
        assertThat(log(listing)).containsExactly("ListingCreated 1");
    }

    static Stream<Arguments> a_price_reduction_with_bad_input_is_refused_naming_the_field() {
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
    void malformed_json_is_refused(String body) {
        Person ada = person("Ada");

        assertThat(call(POST, "/listings", ada, body).status()).isEqualTo(400);
        assertThat(eventsCausedBy(ada)).isZero();
    }

    @Test
    void an_id_that_is_no_id_and_a_method_that_is_none_are_refused() {
        Person ada = person("Ada");

        assertThat(call(GET, "/listings/17", (Person) null, null).wrongFields()).containsExactly("id");
        assertThat(call(DELETE, "/listings/17", ada, null).wrongFields()).containsExactly("id");
        assertThat(call(POST, "/listings/17/price-reductions", ada, Map.of("price", usd("1")))
                        .wrongFields())
                .containsExactly("id");
        assertThat(call(PUT, "/listings", ada, sneakers()).status()).isEqualTo(405);
    }

    @Test
    void changes_need_a_good_token() {
        Person ada = person("Ada");
        UUID listing = listed(ada);
        List<@Nullable String> bad = new ArrayList<>();
        bad.add(null);
        bad.add("Bearer nonsense");
        bad.add(tokens.expired(ada.id(), "Ada"));
        bad.add(tokens.forged(ada.id(), "Ada"));
        bad.add(tokens.unsigned(ada.id(), "Ada"));

        for (String token : bad) {
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
    void of_many_reductions_at_once_every_accepted_one_is_told_once_and_in_order() throws Exception {
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
            long last = 1 + 2 * accepted; // each in two versions
            assertThat(show(listing).body().path("version").asLong()).isEqualTo(last);
            assertThat(log(listing)).hasSize((int) last).last().isEqualTo("PriceReduced " + last);
        }
    }

    private Answer reduce(UUID listing, Person caller, Object body) {
        return call(POST, "/listings/" + listing + "/price-reductions", caller, body);
    }
}
