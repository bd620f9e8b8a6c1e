package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.tracing.Tracer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;
import swapr.testing.Recording;

class PublishingTest {

    private static TestService node;
    private static Kafka kafka;
    private final String aggregate = "thing:" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        node = TestService.start();
        kafka = new Kafka(Infrastructure.shared().bootstrapServers());
    }

    @AfterAll
    static void stop() {
        kafka.close();
        node.close();
    }

    @Test
    void aCommittedEventIsPublishedAsACloudEvent() {
        try (Recording topic = kafka.record("test-events")) {
            new EventContext("corr-1", null, "user:olga")
                    .run(() -> node.append(aggregate, 0, new TestService.Said("hello")));

            ReceivedRecord received = topic.await("Said", aggregate);

            assertThat(received.key()).isEqualTo(aggregate);
            var json = received.json();
            assertThat(json.propertyNames())
                    .containsExactly(
                            "event_id",
                            "event_type",
                            "schema_version",
                            "aggregate_id",
                            "aggregate_version",
                            "actor",
                            "timestamp",
                            "correlation_id",
                            "causation_id",
                            "payload");
            assertThat(json.get("payload").toString()).isEqualTo("{\"word\":\"hello\"}");
            assertThat(json.get("aggregate_version").longValue()).isEqualTo(1);
            assertThat(json.get("correlation_id").stringValue()).isEqualTo("corr-1");
            assertThat(json.get("causation_id").stringValue()).isEqualTo("corr-1");
            assertThat(json.get("actor").stringValue()).isEqualTo("user:olga");
            String id = json.get("event_id").stringValue();
            assertThat(UUID.fromString(id).version()).isEqualTo(7);
            assertThat(received.headers())
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_id", id)
                    .containsEntry("ce_type", "Said")
                    .containsEntry("ce_subject", aggregate)
                    .containsEntry("ce_partitionkey", aggregate)
                    .containsEntry("ce_time", json.get("timestamp").stringValue())
                    .containsEntry("ce_dataschema", "urn:swapr:test-events:Said:v1")
                    .containsEntry("correlation-id", "corr-1")
                    .containsEntry("idempotency-key", id)
                    .containsEntry("content-type", "application/json")
                    .containsKey("ce_source");
        }
    }

    @Test
    void theTopicGetsTheStoredBytes() {
        try (Recording topic = kafka.record("test-events")) {
            node.append(aggregate, 0, new TestService.Said("quotes \" and ünïcode \\u0000 stay"));

            ReceivedRecord received = topic.await("Said", aggregate);

            String stored = Objects.requireNonNull(node.jdbc()
                    .queryForObject("select body from event_log where aggregate_id = ?", String.class, aggregate));
            assertThat(received.value()).isEqualTo(stored.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aRollbackPublishesNothing() {
        String later = "thing:" + UUID.randomUUID();
        try (Recording topic = kafka.record("test-events")) {
            assertThatThrownBy(() -> node.inTransaction(() -> {
                        node.log().append(aggregate, 0, new TestService.Said("never"));
                        throw new IllegalArgumentException("rolled back on purpose");
                    }))
                    .hasMessage("rolled back on purpose");
            node.append(later, 0, new TestService.Said("after"));

            topic.await("Said", later);

            assertThat(topic.received()).noneMatch(received -> aggregate.equals(received.key()));
            assertThat(node.log().read(aggregate)).isEmpty();
        }
    }

    @Test
    void anAppendOutsideATransactionFails() {
        assertThatThrownBy(() -> node.log().append(aggregate, 0, new TestService.Said("x")))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThat(node.log().read(aggregate)).isEmpty();
    }

    @Test
    void aWrongExpectedVersionIsRefused() {
        node.append(aggregate, 0, new TestService.Said("one"), new TestService.Said("two"));

        assertThatThrownBy(() -> node.append(aggregate, 1, new TestService.Said("late")))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThatThrownBy(() -> node.append(aggregate, 5, new TestService.Said("gap")))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(node.log().read(aggregate))
                .extracting(Envelope::aggregateVersion)
                .containsExactly(1L, 2L);
    }

    @Test
    void theLogReturnsTheAppendedMessages() {
        node.append(aggregate, 0, new TestService.Said("one"), new TestService.Do("two"));

        assertThat(node.log().read(aggregate))
                .<Object>extracting(Envelope::payload)
                .containsExactly(new TestService.Said("one"), new TestService.Do("two"));
    }

    @Test
    void theEventsOfATransactionAreWrittenInTheOrderOfTheirAppends() {
        List<String> aggregates =
                Stream.generate(() -> "thing:" + UUID.randomUUID()).limit(3).toList();
        node.append(aggregates.getFirst(), 0, new TestService.Said("earlier"));

        node.inTransaction(() -> {
            for (int i = 0; i < 24; i++) {
                String id = aggregates.get(i % 3);
                node.log().append(id, node.log().version(id), new TestService.Said("event " + i));
            }
        });

        assertThat(node.jdbc()
                        .queryForList(
                                "select body -> 'payload' ->> 'word' from event_log where aggregate_id = any(?)"
                                        + " order by position",
                                String.class,
                                (Object) aggregates.toArray(String[]::new)))
                .containsExactlyElementsOf(Stream.concat(
                                Stream.of("earlier"), IntStream.range(0, 24).mapToObj(i -> "event " + i))
                        .toList());
        assertThat(aggregates.stream().map(id -> node.log().version(id))).containsExactly(9L, 8L, 8L);
    }

    @Test
    void aTransactionReadsItsOwnAppends() {
        node.inTransaction(() -> {
            node.log().append(aggregate, 0, new TestService.Said("one"));
            assertThat(node.log().version(aggregate)).isEqualTo(1);
            assertThat(node.log().read(aggregate)).hasSize(1);
            assertThat(node.log().version(aggregate)).isEqualTo(1);
            node.log().append(aggregate, 1, new TestService.Said("two"));
            assertThatThrownBy(() -> node.log().append(aggregate, 1, new TestService.Said("late")))
                    .isInstanceOf(OptimisticLockingFailureException.class);
        });

        assertThat(node.log().read(aggregate))
                .extracting(Envelope::aggregateVersion)
                .containsExactly(1L, 2L);
    }

    @Test
    void oneConflictRollsBackAllEventsOfTheTransaction() {
        String other = "thing:" + UUID.randomUUID();
        node.append(aggregate, 0, new TestService.Said("one"));

        assertThatThrownBy(() -> node.inTransaction(() -> {
                    node.log().append(other, 0, new TestService.Said("new"));
                    node.log().append(aggregate, 0, new TestService.Said("late"));
                }))
                .isInstanceOf(OptimisticLockingFailureException.class)
                .hasMessageContaining(aggregate);

        assertThat(node.log().read(other)).isEmpty();
        assertThat(node.log().version(aggregate)).isEqualTo(1);
    }

    @Test
    void anAppendWithTheCharacterZeroIsRefused() {
        assertThatThrownBy(() -> node.append(aggregate, 0, new TestService.Said("\\\u0000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+0000");
    }

    @Test
    void anAppendOfATooLargeMessageIsRefused() {
        var tooLarge = new TestService.Said("x".repeat(EnvelopeBounds.MAX_BYTES));
        assertThatThrownBy(() -> node.append(aggregate, 0, tooLarge))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes on the wire");
        assertThat(node.log().read(aggregate)).isEmpty();
    }

    @Test
    void anAggregateWithoutMessagesHasVersionZero() {
        assertThat(node.log().version(aggregate)).isZero();

        node.append(aggregate, 0, new TestService.Said("one"), new TestService.Said("two"));

        assertThat(node.log().version(aggregate)).isEqualTo(2);
    }

    @Test
    void allEventsOfATransactionHaveTheTimeOfTheLog() {
        String other = "thing:" + UUID.randomUUID();
        var time = new AtomicReference<Instant>();
        node.inTransaction(() -> {
            time.set(node.log().time());
            node.log().append(aggregate, 0, new TestService.Said("one"), new TestService.Said("two"));
            node.log().append(other, 0, new TestService.Said("three"));
        });

        assertThat(Stream.of(aggregate, other).flatMap(id -> node.log().read(id).stream()))
                .extracting(Envelope::timestamp)
                .containsExactly(time.get(), time.get(), time.get());
        assertThat(node.count(
                        "select count(*) from event_log where aggregate_id in (?, ?) and occurred_at = ?",
                        aggregate,
                        other,
                        time.get().atOffset(ZoneOffset.UTC)))
                .as("rows with this time in the table")
                .isEqualTo(3);
    }

    @Test
    void aSeparateTransactionHasItsOwnTime() {
        var separate = new TransactionTemplate(node.get(PlatformTransactionManager.class));
        separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        node.inTransaction(() -> {
            Instant before = node.log().time();
            Instant within = separate.execute(status -> {
                awaitClockAfter(before);
                return node.log().time();
            });

            assertThat(within).isAfter(before);
            assertThat(node.log().time()).isEqualTo(before);
        });
        assertThatThrownBy(() -> node.log().time()).isInstanceOf(IllegalTransactionStateException.class);
    }

    private static void awaitClockAfter(Instant time) {
        while (!Instant.now().isAfter(time.plusMillis(1))) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no kind", "thing:", "Thing:1", "thing:with blank", "thing:\u0000", "thing:\u00e9"})
    void anAppendWithAnInvalidAggregateIdIsRefused(String id) {
        assertThatThrownBy(() -> node.append(id, 0, new TestService.Said("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aggregate_id");
    }

    @Test
    void anAppendWithInvalidCharactersIsRefused() {
        var context = new EventContext("two\nlines", null, "anonymous");
        assertThatThrownBy(() -> context.run(() -> node.append(aggregate, 0, new TestService.Said("x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("correlation_id");
        assertThatThrownBy(() -> node.append(aggregate, 0, new TestService.Said("half \ud800")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThat(node.log().version(aggregate)).isZero();
    }

    @Test
    void aMessageWithoutAnEventTypeIsRefused() {
        assertThatThrownBy(() -> node.append(aggregate, 0, "just a string"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@EventType");
    }

    @Test
    void anEventHasTheTraceOfItsRequest() {
        Tracer tracer = node.get(Tracer.class);
        var span = tracer.nextSpan().name("request").start();
        try (Recording topic = kafka.record("test-events")) {
            try (var _ = tracer.withSpan(span)) {
                node.append(aggregate, 0, new TestService.Said("traced"));
            } finally {
                span.end();
            }
            assertThat(topic.await("Said", aggregate).headers().get("traceparent"))
                    .contains(span.context().traceId());
        }
    }

    @Test
    void twoRecordsWithOneEventTypePreventTheStart() {
        assertThatThrownBy(() -> new EventTypes(List.of("swapr.twice"), "t", Set.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Two records publish Twice v1");
    }
}
