package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;
import swapr.testing.Tokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Base class of the integration tests: REST calls of users, and events of orders and users. */
@IntegrationTest
@Import(FrozenReader.class)
abstract class ListingServiceTest {

    /** A user with a token. Each user is new, so that tests do not affect each other. */
    record Person(UUID id, String name, String token) {}

    record Answer(int status, HttpHeaders headers, JsonNode body) {

        UUID id() {
            return UUID.fromString(body.path("id").asString());
        }

        List<String> wrongFields() {
            return body.path("errors")
                    .valueStream()
                    .map(error -> error.path("field").asString())
                    .toList();
        }

        List<String> titles() {
            return body.path("items")
                    .valueStream()
                    .map(item -> item.path("title").asString())
                    .toList();
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    protected Tokens tokens;

    @Autowired
    protected Kafka kafka;

    @Autowired
    protected JdbcClient jdbc;

    protected Person person(String name) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return new Person(id, name, Tokens.shared().bearer(id, name));
    }

    protected static Map<String, Object> usd(String amount) {
        return Map.of("amount", amount, "currency", "USD");
    }

    protected static Map<String, @Nullable Object> sneakers() {
        return new HashMap<>(Map.of(
                "title", "Air Jordan 1 Chicago",
                "brand", "Jordan",
                "size", "US 9",
                "condition", "VINTAGE",
                "description", "From 1985, worn twice.",
                "price", usd("250.00")));
    }

    protected static Map<String, @Nullable Object> sneakers(String field, @Nullable Object value) {
        Map<String, @Nullable Object> sneakers = sneakers();
        sneakers.put(field, value);
        return sneakers;
    }

    protected Answer call(HttpMethod method, String uri, @Nullable Person caller, @Nullable Object body) {
        return call(method, uri, caller == null ? null : caller.token(), body, Map.of());
    }

    protected Answer call(
            HttpMethod method, String uri, @Nullable String token, @Nullable Object body, Map<String, String> headers) {
        var http = RestTestClient.bindToServer().build(); // sends the bytes unchanged, even if they are malformed
        var request = http.method(method).uri(URI.create("http://127.0.0.1:" + port + uri));
        if (token != null) {
            request.header(HttpHeaders.AUTHORIZATION, token);
        }
        headers.forEach(request::header);
        if (body != null) {
            Object sent = body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : body;
            request.contentType(MediaType.APPLICATION_JSON).body(sent);
        }
        var result = request.exchange().expectBody().returnResult();
        byte[] content = Objects.requireNonNullElse(result.getResponseBody(), new byte[0]);
        JsonNode json = content.length == 0
                ? JsonMapper.shared().nullNode()
                : JsonMapper.shared().readTree(content);
        return new Answer(result.getStatus().value(), result.getResponseHeaders(), json);
    }

    /** Creates a listing and returns its id. */
    protected UUID listed(Person seller, Map<String, @Nullable Object> sneakers) {
        Answer answer = call(HttpMethod.POST, "/listings", seller, sneakers);
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.id();
    }

    protected UUID listed(Person seller) {
        return listed(seller, sneakers());
    }

    protected Answer show(UUID listing) {
        return call(HttpMethod.GET, "/listings/" + listing, (Person) null, null);
    }

    protected String statusOf(UUID listing) {
        return show(listing).body().path("status").asString();
    }

    /** The events of one listing as "type version", in order. */
    protected List<String> log(UUID listing) {
        return jdbc.sql("""
                        select event_type || ' ' || aggregate_version from event_log
                        where aggregate_id = ? order by position""")
                .param("listing:" + listing)
                .query((row, n) -> row.getString(1))
                .list();
    }

    protected long eventsCausedBy(Person person) {
        return jdbc.sql("select count(*) from event_log where body ->> 'actor' = ?")
                .param("user:" + person.id())
                .query(Long.class)
                .single();
    }

    protected TestEvent orderPlaced(UUID order, UUID listing, Person buyer) {
        return orderEvent("OrderPlaced", order, listing, buyer);
    }

    protected TestEvent orderEvent(String type, UUID order, UUID listing, Person buyer) {
        return TestEvent.of(type, "order:" + order)
                .with("order_id", order)
                .with("listing_id", listing)
                .with("buyer_id", buyer.id());
    }

    /** Reserves the listing for a new order and returns the id of the order. */
    protected UUID reserved(UUID listing, Person buyer) {
        UUID order = UuidCreator.getTimeOrderedEpoch();
        kafka.publish("purchase-events", orderPlaced(order, listing, buyer));
        eventually(() -> assertThat(statusOf(listing)).isEqualTo("RESERVED"));
        return order;
    }

    protected static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion);
    }
}
