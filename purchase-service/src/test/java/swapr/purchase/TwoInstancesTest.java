package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Two instances on the same database and broker give the same results as one. */
class TwoInstancesTest extends PurchaseTest {

    @Autowired
    Environment environment;

    @Test
    void twoInstancesPlaceAndCancelEachOrderOnce() throws Exception {
        try (var second = new SpringApplicationBuilder(PurchaseServiceApplication.class).run(instanceArguments())) {
            var port = second.getEnvironment().getRequiredProperty("local.server.port");
            var other = RestTestClient.bindToServer()
                    .baseUrl("http://127.0.0.1:" + port)
                    .build();

            for (int round = 0; round < 20; round++) {
                String key = "round-" + round;
                List<Callable<JsonNode>> requests = Stream.of(http, other, http, other)
                        .<Callable<JsonNode>>map(instance -> () -> place(instance, key))
                        .toList();
                List<JsonNode> answers = new ArrayList<>();
                try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (var answer : clients.invokeAll(requests)) {
                        answers.add(answer.get());
                    }
                }
                assertThat(answers).containsOnly(answers.getFirst());
            }
            List<UUID> placed = jdbc.sql("select order_id from orders where buyer_id = ?")
                    .param(buyer)
                    .query((row, n) -> row.getObject(1, UUID.class))
                    .list();
            assertThat(placed).hasSize(20);

            jdbc.sql("update orders set deadline = now() where buyer_id = ?")
                    .param(buyer)
                    .update();
            for (UUID order : placed) {
                awaitHistory(order, "OrderPlaced", "OrderCancelled");
            }
        }
    }

    private JsonNode place(RestTestClient instance, String key) {
        return Objects.requireNonNull(instance.post()
                .uri("/orders")
                .header("Authorization", token())
                .header("Idempotency-Key", key)
                .body(Map.of("listing_id", listing, "payment_token", "tok_ok"))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private String[] instanceArguments() {
        return Stream.concat(
                        Stream.of("server.port", "management.server.port").map(name -> "--" + name + "=0"),
                        Stream.of(
                                        "spring.datasource.url",
                                        "spring.datasource.username",
                                        "spring.datasource.password",
                                        "spring.kafka.bootstrap-servers",
                                        "swapr.purchase.bank-url",
                                        "spring.security.oauth2.resourceserver.jwt.jwk-set-uri")
                                .map(name -> "--" + name + "=" + environment.getProperty(name, "")))
                .toArray(String[]::new);
    }
}
