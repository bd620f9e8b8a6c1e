package swapr.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Calls every operation of a service as every {@link Identity}. Each call must have the expected status. The secret is
 * in the owner's answer only. A refused call publishes no event. The service gives the operations of its REST port;
 * the operations of the management port are the same for all services.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicContainer> operationsByIdentities() {
 *     return Access.of(context, "orders", List.of(
 *             new Operation("GET /orders/{id}", this::order, 401, 200, 404, 404)));
 * }
 * }</pre>
 */
public final class Access {

    private final RestTestClient http;
    private final RestTestClient management;
    private final Tokens tokens;
    private final Kafka kafka;
    private final EndedUsers ended = new EndedUsers();
    private final AccessCall call;

    private Access(ApplicationContext context) {
        this.http = client(context, "local.server.port");
        this.management = client(context, "local.management.port");
        this.tokens = context.getBean(Tokens.class);
        this.kafka = context.getBean(Kafka.class);
        this.call = new AccessCall(tokens, ended, context.getBean(DataSource.class));
    }

    private static RestTestClient client(ApplicationContext context, String port) {
        return RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty(port))
                .build();
    }

    /**
     * Returns one container of tests for each operation.
     *
     * @param tag the service's tag in {@code contracts/openapi.yaml}; each operation with this tag needs a row
     */
    public static Stream<DynamicContainer> of(ApplicationContext context, String tag, Iterable<Operation> operations) {
        return of(context, tag, operations, List.of());
    }

    /**
     * Returns one container of tests for each operation.
     *
     * @param own the operations of the management port that only this service has
     * @see #of(ApplicationContext, String, Iterable)
     */
    public static Stream<DynamicContainer> of(
            ApplicationContext context, String tag, Iterable<Operation> operations, List<Operation> own) {
        var access = new Access(context);
        access.endSessions();
        Stream.Builder<DynamicContainer> all = Stream.builder();
        Set<String> rows = new TreeSet<>();
        operations.forEach(operation -> {
            rows.add(operation.name());
            all.add(access.container(operation, access.http));
        });
        // A path without a security rule needs a token, so a forgotten path is not public.
        all.add(access.container(
                new Operation(
                        "GET /nowhere", () -> new Operation.Given(UUID.randomUUID(), "/nowhere"), 401, 404, 404, 404),
                access.http));
        Set<String> managed = new TreeSet<>();
        Stream.concat(ManagementOperations.all().stream(), own.stream()).forEach(operation -> {
            managed.add(ManagementOperations.endpoint(operation));
            all.add(access.container(operation, access.management));
        });
        return Stream.concat(
                Stream.of(DynamicContainer.dynamicContainer(
                        "each operation has a row",
                        Stream.of(
                                DynamicTest.dynamicTest(
                                        tag,
                                        () -> assertThat(rows)
                                                .containsAll(OpenApi.read().operations(tag))),
                                DynamicTest.dynamicTest(
                                        "management",
                                        () -> assertThat(managed)
                                                .containsAll(ManagementOperations.exposed(
                                                        access.management, access.tokens)))))),
                all.build());
    }

    private void endSessions() {
        ended.publish(kafka);
        try {
            await().until(() -> isRefused(Identity.ERASED) && isRefused(Identity.SIGNED_OUT));
        } catch (ConditionTimeoutException e) {
            // The tests of these two identities then fail and show the accepted call.
        }
    }

    private boolean isRefused(Identity identity) {
        return http.get()
                .uri("/nowhere")
                .header("Authorization", identity.authorization(tokens, UUID.randomUUID(), ended))
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .isSameCodeAs(HttpStatus.UNAUTHORIZED);
    }

    private DynamicContainer container(Operation operation, RestTestClient port) {
        return DynamicContainer.dynamicContainer(
                operation.name(),
                Stream.of(Identity.values())
                        .map(identity -> DynamicTest.dynamicTest(
                                identity + " " + operation.expected(identity),
                                () -> call.check(operation, identity, port))));
    }
}
