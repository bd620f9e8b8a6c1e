package swapr.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;
import swapr.testing.Tokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest(properties = "swapr.analytics.age=0s")
class AnalyticsTest {

    private static final Instant IN_W47 = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant IN_W46 = Instant.parse("2026-11-15T23:59:59.999999Z");

    @Autowired
    RestTestClient client;

    @Autowired
    Kafka kafka;

    @Autowired
    Tokens tokens;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    CountFacts countFacts;

    @LocalManagementPort
    int managementPort;

    @BeforeEach
    void deleteAllFacts() {
        for (String table : List.of("facts", "uncounted_facts", "fact_counts")) {
            jdbc.sql("delete from " + table).update();
        }
    }

    @Test
    void figuresAreTheSameBeforeAndAfterTheFactsAreCounted() {
        jdbc.sql("""
                insert into fact_counts (fact, week, currency, count, amount)
                values ('ORDER_CONFIRMED', '2026-W46', 'USD', 3, 30.00)""").update();
        jdbc.sql("""
                insert into uncounted_facts (fact, week, reason, currency, condition, amount)
                select fact, '2026-W46', reason, currency, condition, amount from generate_series(1, 6000), (values
                  ('ORDER_CONFIRMED', null, 'USD', null, 0.01), ('ORDER_CONFIRMED', null, 'EUR', null, 1.10),
                  ('ORDER_CANCELLED', 'TIMED_OUT', null, null, null), ('LISTING_SOLD', null, null, 'NEW', null),
                  ('LISTING_SOLD', null, null, null, null)) as v (fact, reason, currency, condition, amount)
                """).update();
        String before = figures();

        countAll();

        assertThat(figures()).isEqualTo(before);
        assertThat(json("/analytics/sales").path("totals").toString()).isEqualTo("""
                        [{"currency":"EUR","count":6000,"total":{"amount":"6600.00","currency":"EUR"}},\
                        {"currency":"USD","count":6003,"total":{"amount":"90.00","currency":"USD"}}]""");
        assertThat(get("/analytics/conditions")).isEqualTo("{\"sold\":{\"NEW\":6000,\"UNKNOWN\":6000}}");
    }

    @Test
    void twoInstancesCountEachFactOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            jdbc.sql("""
                    insert into uncounted_facts (fact, week)
                    select 'LISTING_CREATED', '2026-W' || 10 + n % 40 from generate_series(1, 2000) n""").update();
            try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var counting :
                        List.of(instances.submit(countFacts::countNew), instances.submit(countFacts::countNew))) {
                    counting.get();
                }
            }
        }
        countAll();

        assertThat(jdbc.sql("select sum(count) from fact_counts")
                        .query(Long.class)
                        .single())
                .isEqualTo(40_000);
    }

    @Test
    void factsAreNotReadForTheFigures() {
        deliver("purchase-events", Wire.orderConfirmed("200.00", "USD", IN_W47));
        String before = figures();

        jdbc.sql("delete from facts").update();

        assertThat(figures()).as("they come from the counts").isEqualTo(before);
    }

    @Test
    void figuresMayBeReusedForFiveSeconds() {
        for (String path : List.of("weekly-listings", "sales", "conditions", "funnel")) {
            client.get()
                    .uri("/analytics/" + path)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .valueEquals("Cache-Control", "max-age=5, public");
        }
        client.get()
                .uri("/analytics/weekly-listings?from=last")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .valueMatches("Cache-Control", ".*no-store.*");
    }

    @Test
    void listingEventsAreCountedByWeek() {
        deliver("listing-events", Wire.listingCreated(IN_W46));
        deliver("listing-events", Wire.listingCreated(IN_W47));
        deliver("listing-events", Wire.listingCreated(IN_W47));
        deliver("listing-events", Wire.priceReduced(IN_W47));
        deliver("listing-events", Wire.listingSold(IN_W47));

        assertThat(get("/analytics/weekly-listings")).isEqualTo("""
                {"weeks":[{"week":"2026-W46","created":1,"price_reductions":0,"sold":0},\
                {"week":"2026-W47","created":2,"price_reductions":1,"sold":1}]}""");
    }

    /** During a migration an event is published in two schema versions. */
    @Test
    void aPriceReductionInParallelVersionsCountsOnce() {
        TestEvent first = Wire.priceReduced(IN_W47);
        Map<String, Object> parallelVersions = Map.of("fact_id", first.id().toString(), "versions", List.of(1, 2));
        TestEvent second = first.without("high_priority")
                .with("is_priority", false)
                .id(UuidCreator.getTimeOrderedEpoch())
                .schemaVersion(2)
                .version(2)
                .envelope("parallel_versions", parallelVersions);

        kafka.publish("listing-events", first.envelope("parallel_versions", parallelVersions));
        deliver("listing-events", second, first.id());

        assertThat(get("/analytics/weekly-listings"))
                .isEqualTo("{\"weeks\":[{\"week\":\"2026-W47\",\"created\":0,\"price_reductions\":1,\"sold\":0}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-31T23:59:59.999999Z, 2026-W53",
        "2027-01-03T23:59:59.999999Z, 2026-W53",
        "2027-01-04T00:00:00Z, 2027-W01",
        "2024-12-30T00:00:00Z, 2025-W01"
    })
    void aWeekBelongsToTheYearOfItsThursday(Instant at, String week) {
        deliver("listing-events", Wire.listingCreated(at));

        assertThat(get("/analytics/weekly-listings"))
                .isEqualTo("{\"weeks\":[{\"week\":\"%s\",\"created\":1,\"price_reductions\":0,\"sold\":0}]}"
                        .formatted(week));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', 2024-W52 2026-W46 2026-W47 2027-W01",
                "?from=2026-W47, 2026-W47 2027-W01",
                "?to=2026-W46, 2024-W52 2026-W46",
                "?from=2026-W46&to=2026-W47, 2026-W46 2026-W47",
                "?from=2026-W47&to=2026-W47, 2026-W47",
                "?from=2028-W01, ''"
            })
    void aRangeOfWeeksIncludesBothEnds(String query, String weeks) {
        for (String at : List.of(
                "2024-12-29T12:00:00Z", "2026-11-15T12:00:00Z", "2026-11-16T00:00:00Z", "2027-01-04T12:00:00Z")) {
            kafka.publish("listing-events", Wire.listingCreated(Instant.parse(at)));
        }
        deliver("listing-events", Wire.listingSold(Instant.parse("2027-01-05T12:00:00Z")));
        awaitFacts(5);

        List<String> found = new ArrayList<>();
        json("/analytics/weekly-listings" + query)
                .path("weeks")
                .forEach(week -> found.add(week.path("week").asString()));

        assertThat(String.join(" ", found)).isEqualTo(weeks);
    }

    @ParameterizedTest
    @CsvSource({
        "from=2026-W54, from",
        "from=2026-W00, from",
        "from=2026-47, from",
        "from=2026-W5, from",
        "from=last, from",
        "to=99999-W01, to",
        "to=2026-W47%00, to",
        "to=%27%20or%201=1, to"
    })
    void anInvalidWeekIsRefusedByField(String query, String field) {
        client.get()
                .uri(java.net.URI.create("/analytics/weekly-listings?" + query))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field)
                .jsonPath("$.errors[0].message")
                .isEqualTo("must be an ISO week like 2026-W47");
    }

    @Test
    void aRangeWithItsEndBeforeItsStartIsRefused() {
        client.get()
                .uri("/analytics/weekly-listings?from=2026-W47&to=2026-W46")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("from must not be later than to");
    }

    @Test
    void salesAreExactByCurrencyAndWeek() {
        deliver("purchase-events", Wire.orderConfirmed("0.10", "USD", IN_W46));
        deliver("purchase-events", Wire.orderConfirmed("0.20", "USD", IN_W47));
        deliver("purchase-events", Wire.orderConfirmed("9999999.99", "USD", IN_W47));
        deliver("purchase-events", Wire.orderConfirmed("99.50", "EUR", IN_W47));
        deliver("purchase-events", Wire.orderConfirmed("25000", "JPY", IN_W47));

        assertThat(get("/analytics/sales")).isEqualTo("""
                {"totals":[\
                {"currency":"EUR","count":1,"total":{"amount":"99.50","currency":"EUR"}},\
                {"currency":"JPY","count":1,"total":{"amount":"25000","currency":"JPY"}},\
                {"currency":"USD","count":3,"total":{"amount":"10000000.29","currency":"USD"}}],\
                "weeks":[\
                {"week":"2026-W46","currency":"USD","count":1,"total":{"amount":"0.10","currency":"USD"}},\
                {"week":"2026-W47","currency":"EUR","count":1,"total":{"amount":"99.50","currency":"EUR"}},\
                {"week":"2026-W47","currency":"JPY","count":1,"total":{"amount":"25000","currency":"JPY"}},\
                {"week":"2026-W47","currency":"USD","count":2,"total":{"amount":"10000000.19","currency":"USD"}}]}""");
    }

    @Test
    void anOrderCountsAtEachStepThatItReached() {
        for (TestEvent event : List.of(
                Wire.orderPlaced(),
                Wire.orderPlaced(),
                Wire.orderPlaced(),
                Wire.orderPlaced(),
                Wire.orderReserved(),
                Wire.orderReserved(),
                Wire.orderReserved(),
                Wire.paymentApproved(),
                Wire.paymentApproved(),
                Wire.orderConfirmed("200.00", "USD", IN_W47),
                Wire.orderCancelled("NOT_AVAILABLE"),
                Wire.orderCancelled("TIMED_OUT"),
                Wire.orderCancelled("TIMED_OUT"))) {
            deliver("purchase-events", event);
        }

        assertThat(get("/analytics/funnel")).isEqualTo("""
                {"placed":4,"reserved":3,"paid":2,"confirmed":1,"cancelled":3,\
                "cancelled_by_reason":{"NOT_AVAILABLE":1,"TIMED_OUT":2}}""");
    }

    @Test
    void aRefundDoesNotChangeTheFigures() {
        deliver("purchase-events", Wire.orderConfirmed("200.00", "USD", IN_W47));
        deliver("purchase-events", Wire.paymentApproved());
        deliver("purchase-events", Wire.orderCancelled("TIMED_OUT"));
        String sales = get("/analytics/sales");
        String funnel = get("/analytics/funnel");

        kafka.awaitProcessed(kafka.publish("purchase-events", Wire.paymentRefunded()));

        assertThat(get("/analytics/sales")).isEqualTo(sales);
        assertThat(get("/analytics/funnel")).isEqualTo(funnel).isEqualTo("""
                {"placed":0,"reserved":0,"paid":1,"confirmed":1,"cancelled":1,\
                "cancelled_by_reason":{"TIMED_OUT":1}}""");
    }

    @Test
    void aSaleWithoutAConditionCountsAsUnknown() {
        deliver("listing-events", Wire.listingSold(IN_W47).with("condition", "VINTAGE"));
        deliver("listing-events", Wire.listingSold(IN_W47).with("condition", "NEW"));
        deliver("listing-events", Wire.listingSold(IN_W46));
        deliver("listing-events", Wire.listingSold(IN_W47).with("condition", "NEW"));

        assertThat(get("/analytics/conditions")).isEqualTo("""
                {"sold":{"NEW":2,"UNKNOWN":1,"VINTAGE":1}}""");
    }

    @Test
    void valuesOutsideTheContractCountAsUnknown() {
        deliver("listing-events", Wire.listingSold(IN_W47).with("condition", ""));
        deliver("listing-events", Wire.listingSold(IN_W47).with("condition", "new"));
        deliver("purchase-events", Wire.orderCancelled(""));
        deliver("purchase-events", Wire.orderCancelled("NO_REASON"));

        assertThat(get("/analytics/conditions")).isEqualTo("{\"sold\":{\"UNKNOWN\":2}}");
        assertThat(json("/analytics/funnel").path("cancelled_by_reason").toString())
                .isEqualTo("{\"UNKNOWN\":2}");
    }

    @ParameterizedTest
    @CsvSource({"listing/ListingSold, condition", "purchase/OrderCancelled, reason"})
    void eachValueOfTheContractIsCounted(String event, String field) throws Exception {
        var schema = new ClassPathResource("swapr/contracts/events/" + event + ".v1.json");
        var values = new TreeSet<String>();
        JsonMapper.shared()
                .readTree(schema.getContentAsByteArray())
                .at("/properties/" + field + "/enum")
                .forEach(value -> values.add(value.asString()));

        assertThat(field.equals("reason") ? KnownValues.REASONS : KnownValues.CONDITIONS)
                .isEqualTo(values);
    }

    @Test
    void withoutEventsAllFiguresAreZero() {
        assertThat(get("/analytics/weekly-listings")).isEqualTo("{\"weeks\":[]}");
        assertThat(get("/analytics/sales")).isEqualTo("{\"totals\":[],\"weeks\":[]}");
        assertThat(get("/analytics/conditions")).isEqualTo("{\"sold\":{}}");
        assertThat(get("/analytics/funnel")).isEqualTo("""
                {"placed":0,"reserved":0,"paid":0,"confirmed":0,"cancelled":0,"cancelled_by_reason":{}}""");
    }

    @Test
    void theOrderOfTheEventsDoesNotMatter() {
        List<TestEvent> purchases = new ArrayList<>(List.of(
                Wire.orderConfirmed("200.00", "USD", IN_W47),
                Wire.paymentApproved(),
                Wire.orderReserved(),
                Wire.orderPlaced(),
                Wire.orderCancelled("TIMED_OUT"),
                Wire.orderPlaced()));
        Collections.shuffle(purchases, new Random(1));

        purchases.forEach(event -> deliver("purchase-events", event));

        assertThat(get("/analytics/funnel")).isEqualTo("""
                {"placed":2,"reserved":1,"paid":1,"confirmed":1,"cancelled":1,\
                "cancelled_by_reason":{"TIMED_OUT":1}}""");
    }

    @Test
    void eachRebuildFromTheTopicsGivesTheSameFigures() {
        for (int i = 0; i < 20; i++) {
            kafka.publish("listing-events", Wire.listingCreated(IN_W47));
            kafka.publish("purchase-events", Wire.orderConfirmed("0." + (10 + i), "USD", IN_W46));
        }
        rebuild(); // the topics also contain the events of other tests
        String live = figures();

        countAll();
        jdbc.sql("update fact_counts set count = count + 1, amount = 1").update(); // damages the projection
        assertThat(figures()).isNotEqualTo(live);
        rebuild();
        assertThat(figures()).isEqualTo(live);
        rebuild();
        assertThat(figures()).isEqualTo(live);

        kafka.deliver("listing-events", Wire.listingCreated(IN_W47))
                .eventually(() ->
                        assertThat(figures()).as("new events are still counted").isNotEqualTo(live));
    }

    @Test
    void anOperatorSeesTheNewestEventOfTheProjection() {
        deliver("listing-events", Wire.listingCreated(IN_W46));
        TestEvent newest = Wire.orderPlaced();
        deliver("purchase-events", newest);

        RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + managementPort)
                .build()
                .get()
                .uri("/actuator/projections")
                .header("Authorization", tokens.bearer(UUID.randomUUID(), "Olga", "operator"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.projections[0].newest_event")
                .isEqualTo(newest.id().toString())
                .jsonPath("$.projections[0].newest_applied_at")
                .isNotEmpty();
    }

    @Test
    void onlyAnOperatorMayRebuild() {
        UUID bob = UUID.randomUUID();
        rebuildAs(null).expectStatus().isUnauthorized();
        rebuildAs(tokens.bearer(bob, "Bob")).expectStatus().isForbidden();
    }

    @Test
    void figuresAreReadOnly() {
        String bearer = tokens.bearer(UUID.randomUUID(), "Bob");
        client.get().uri("/analytics/weather").exchange().expectStatus().isNotFound();
        client.post().uri("/analytics/sales").exchange().expectStatus().isUnauthorized();
        client.post()
                .uri("/analytics/sales")
                .header("Authorization", bearer)
                .exchange()
                .expectStatus()
                .isEqualTo(405);
        client.delete()
                .uri("/analytics/funnel")
                .header("Authorization", bearer)
                .exchange()
                .expectStatus()
                .isEqualTo(405);
    }

    @Test
    void anUnreadableEventIsNotCountedAndStopsNoOtherEvent() {
        TestEvent noPrice = Wire.orderConfirmed("200.00", "USD", IN_W47).without("price");
        TestEvent noMoney = Wire.orderConfirmed("a lot", "USD", IN_W47);
        TestEvent noCurrency = Wire.orderConfirmed("200.00", "Dollars", IN_W47);
        for (TestEvent bad : List.of(noPrice, noMoney, noCurrency)) {
            kafka.awaitProcessed(kafka.publish("purchase-events", bad));
        }
        deliver("purchase-events", Wire.orderConfirmed("1.00", "USD", IN_W47));

        assertThat(json("/analytics/sales").path("totals").toString()).isEqualTo("""
                        [{"currency":"USD","count":1,"total":{"amount":"1.00","currency":"USD"}}]""");
        assertThat(jdbc.sql("select count(*) from dead_letters where event_id in (?, ?, ?)")
                        .params(noPrice.id(), noMoney.id(), noCurrency.id())
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
    }

    /** Publishes the event, waits until it is counted, and makes sure that it is not counted twice. */
    private void deliver(String topic, TestEvent event) {
        deliver(topic, event, event.id());
    }

    private void deliver(String topic, TestEvent event, UUID factId) {
        kafka.deliver(topic, event)
                .eventually(() -> assertThat(jdbc.sql("select count(*) from facts where event_id = ?")
                                .param(factId)
                                .query(Long.class)
                                .single())
                        .isEqualTo(1))
                .andAgainChangesNothing(this::figures);
    }

    private void awaitFacts(int count) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(jdbc.sql("select count(*) from facts")
                                .query(Long.class)
                                .single())
                        .isEqualTo(count));
    }

    /** The service counts once a second, too. It may hold some facts for a moment, and this call skips them. */
    private void countAll() {
        Awaitility.await().untilAsserted(() -> {
            countFacts.countNew();
            assertThat(uncounted()).isZero();
        });
    }

    private long uncounted() {
        return jdbc.sql("select count(*) from uncounted_facts")
                .query(Long.class)
                .single();
    }

    private String figures() {
        return get("/analytics/weekly-listings")
                + get("/analytics/sales")
                + get("/analytics/funnel")
                + get("/analytics/conditions");
    }

    private void rebuild() {
        rebuildAs(tokens.bearer(UUID.randomUUID(), "Olga", "operator"))
                .expectStatus()
                .is2xxSuccessful();
    }

    private RestTestClient.ResponseSpec rebuildAs(@org.jspecify.annotations.Nullable String authorization) {
        return RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + managementPort)
                .build()
                .post()
                .uri("/actuator/projections/analytics-service")
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (authorization != null) {
                        headers.set("Authorization", authorization);
                    }
                })
                .exchange();
    }

    private JsonNode json(String uri) {
        return tools.jackson.databind.json.JsonMapper.shared().readTree(get(uri));
    }

    private String get(String uri) {
        return Objects.requireNonNull(client.get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }
}
