package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionTemplate;
import swapr.messaging.DeadLetter.Status;
import swapr.messaging.NewDeadLetter.Reason;
import swapr.testing.TestEvent;

/** The rules for dead letters on the real database: which records are stored, in which order, and how they end. */
class DeadLetterStoreTest {

    private static final String TOPIC = "parked-events";
    private static final AtomicLong OFFSETS = new AtomicLong();
    private static TestService node;

    private final String consumer = "consumer-" + UUID.randomUUID();
    private final String key = "thing:" + UUID.randomUUID();
    private final String other = "thing:" + UUID.randomUUID();
    private final EventContext operator = new EventContext("corr-1", null, "user:olga");
    private final IllegalStateException failure = new IllegalStateException("cannot");
    private DeadLetterStore store;
    private CommandRetries retries;
    private OperatorActions actions;
    private DeadLetterQueries queries;

    @BeforeAll
    static void start() {
        node = TestService.start(
                "parking-" + UUID.randomUUID(), TestService.database(), List.of("--logging.level.swapr.audit=info"));
        node.get(Redrive.class).stop(); // only the test changes the rows
        node.relay("relay").stop();
        node.relay("deadLetterRelay").stop();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void clean() {
        node.jdbc().execute("delete from dead_letter_outbox");
        node.jdbc().execute("delete from dead_letters");
        store = node.get(DeadLetterStore.class);
        retries = node.get(CommandRetries.class);
        actions = node.get(OperatorActions.class);
        queries = node.get(DeadLetterQueries.class);
    }

    private static <T> T inTransaction(Supplier<T> action) {
        return Objects.requireNonNull(node.get(TransactionTemplate.class).execute(status -> action.get()));
    }

    private static void inTransaction(Runnable action) {
        node.inTransaction(action);
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                TOPIC,
                3,
                OFFSETS.incrementAndGet(),
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private static EventCodec.Event event(String key, long version) {
        var record = record(key, TestEvent.of("Happened", key).version(version).json());
        return (EventCodec.Event) node.get(EventCodec.class).read(record);
    }

    private static EventCodec.Malformed malformed(byte @Nullable [] value) {
        return (EventCodec.Malformed) node.get(EventCodec.class).read(record("x", value));
    }

    private boolean park(String consumer, EventCodec.Event event, String handler, Throwable failure, int attempts) {
        return store.keep(NewDeadLetter.parked(consumer, event, Reason.failed(handler, failure, attempts)));
    }

    private boolean park(String consumer, EventCodec.Malformed malformed) {
        return store.keep(NewDeadLetter.parked(consumer, malformed));
    }

    private long parked(String key) {
        var event = event(key, 1);
        inTransaction(() -> park(consumer, event, "WhenHappened", failure, 4));
        return id(event);
    }

    private long waiting(String key, long version) {
        var event = event(key, version);
        inTransaction(() -> store.keep(NewDeadLetter.waiting(consumer, event)));
        return id(event);
    }

    private long retrying(long pauseSeconds) {
        var command = event("order:" + UUID.randomUUID(), 1);
        inTransaction(() -> store.keep(NewDeadLetter.command(
                consumer, command, Reason.failed("", failure, 1), Status.RETRYING, Duration.ofSeconds(pauseSeconds))));
        return id(command);
    }

    private static long id(EventCodec.Event event) {
        return node.count(
                "select id from dead_letters where record_offset = ?",
                event.record().offset());
    }

    private static String text(long id, String column) {
        return String.valueOf(node.jdbc()
                .queryForObject("select %s from dead_letters where id = ?".formatted(column), Object.class, id));
    }

    private static String status(long id) {
        return text(id, "status");
    }

    private boolean blocked(String key) {
        return inTransaction(() -> store.blocked(consumer, List.of(key)).contains(key));
    }

    private void close(long id, DeadLetter.Status status) {
        inTransaction(() -> store.close(Objects.requireNonNull(store.lock(id)), status, "a reason"));
    }

    /** Runs an action while another transaction has locked this dead letter. */
    private <T> T whileLocked(long id, Supplier<T> action) {
        var locked = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var holder = CompletableFuture.runAsync(() -> inTransaction(() -> {
            store.lock(id);
            locked.countDown();
            await(done);
        }));
        try {
            await(locked);
            return action.get();
        } finally {
            done.countDown();
            holder.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Nested
    class Storing {

        @Test
        void aFailedEventIsTheHeadOfItsSequenceAndHasTheReason() {
            long id = parked(key);

            assertThat(status(id)).isEqualTo("PARKED");
            assertThat(text(id, "sequence_key")).isEqualTo(key);
            assertThat(text(id, "handler")).isEqualTo("WhenHappened");
            assertThat(text(id, "exception")).isEqualTo("java.lang.IllegalStateException");
            assertThat(text(id, "message")).isEqualTo("IllegalStateException: cannot");
            assertThat(text(id, "attempts")).isEqualTo("4");
        }

        @Test
        void aLaterEventWaits() {
            parked(key);

            assertThat(status(waiting(key, 2))).isEqualTo("WAITING");
        }

        @Test
        void theSameRecordIsStoredOnce() {
            var event = event(key, 1);
            inTransaction(() -> park(consumer, event, "h", failure, 4));
            inTransaction(() -> park(consumer, event, "h", failure, 4));
            inTransaction(() -> store.keep(NewDeadLetter.waiting(consumer, event)));

            assertThat(node.count("select count(*) from dead_letters")).isEqualTo(1);
        }

        @Test
        void eachConsumerHasItsOwnDeadLetters() {
            var event = event(key, 1);
            inTransaction(() -> park(consumer, event, "h", failure, 4));
            inTransaction(() -> park("another", event, "h", failure, 4));

            assertThat(node.count("select count(*) from dead_letters")).isEqualTo(2);
        }

        @Test
        void aRollbackStoresNothing() {
            var event = event(key, 1);
            assertThatThrownBy(() -> inTransaction(() -> {
                        park(consumer, event, "h", failure, 4);
                        throw failure;
                    }))
                    .isSameAs(failure);

            assertThat(node.count("select count(*) from dead_letters")).isZero();
            assertThat(node.count("select count(*) from dead_letter_outbox")).isZero();
        }

        @Test
        void bytesAndHeadersAreStoredUnchanged() {
            byte[] value = {0, -1, 7};
            var record = record("k\u0000", value);
            record.headers().add("h", new byte[] {9, 0});
            inTransaction(() -> park(
                    consumer, (EventCodec.Malformed) node.get(EventCodec.class).read(record)));

            DeadLetter stored = inTransaction(() -> store.lock(node.count("select id from dead_letters")));

            assertThat(stored.record().value()).isEqualTo(value);
            assertThat(stored.record().key()).isEqualTo(record.key());
            assertThat(stored.record().offset()).isEqualTo(record.offset());
            assertThat(stored.record().partition()).isEqualTo(3);
            assertThat(stored.record().headers().lastHeader("h").value()).containsExactly(9, 0);
        }

        @Test
        void aMissingValueIsStoredAsNull() {
            inTransaction(() -> park(consumer, malformed(null)));

            assertThat(node.count("select count(*) from dead_letters where record_value is null"))
                    .isEqualTo(1);
        }

        @Test
        void aMalformedRecordIsStoredOnceUnderItsOffset() {
            var record = malformed(new byte[] {1});

            assertThat(inTransaction(() -> park(consumer, record))).isTrue();
            assertThat(inTransaction(() -> park(consumer, record))).isFalse();
            assertThat(node.count(
                            "select count(*) from dead_letters where sequence_key = ?",
                            TOPIC + "-3@" + record.record().offset()))
                    .isEqualTo(1);
        }

        @Test
        void parkedAndWaitingRecordsGoToTheDeadLetterTopic() {
            parked(key);
            waiting(key, 2);

            assertThat(node.count("select count(*) from dead_letter_outbox")).isEqualTo(2);
        }

        @Test
        void aCommandThatIsTriedAgainDoesNotGoToTheDeadLetterTopic() {
            retrying(0);

            assertThat(node.count("select count(*) from dead_letter_outbox")).isZero();
        }

        @Test
        void headersOfADeadLetterStayBelowFourKibibytes() {
            var record = record("x", new byte[0]);
            for (var i = 0; i < 100; i++) {
                record.headers().add("header-" + i, new byte[100]);
            }
            inTransaction(() -> park(
                    consumer, (EventCodec.Malformed) node.get(EventCodec.class).read(record)));

            assertThat(headerBytesSent()).isBetween(1_000, 4_096);
        }

        @Test
        void emptyAndLongHeaderNamesStayBelowFourKibibytes() {
            var record = record("x", new byte[0]);
            for (var i = 0; i < 10_000; i++) {
                record.headers().add("", null);
            }
            for (var i = 0; i < 100; i++) {
                record.headers().add("\ud83d\udc5f".repeat(20), null);
            }
            var longMessage = new IllegalStateException("\ud83d\udc5f".repeat(3_000));
            inTransaction(() -> park(consumer, new EventCodec.Malformed(record, longMessage)));

            assertThat(headerBytesSent()).isBetween(1_000, 4_096);
            assertThat(sent().headers().toArray().length)
                    .as("each header adds bytes to the record")
                    .isLessThan(400);
        }

        private ProducerRecord<byte[], byte[]> sent() {
            return new DeadLetterOutbox(node.jdbc()).oldest().getFirst().record();
        }

        private int headerBytesSent() {
            var bytes = 0;
            for (var header : sent().headers()) {
                bytes += header.key().getBytes(StandardCharsets.UTF_8).length;
                bytes += header.value() == null ? 0 : header.value().length;
            }
            return bytes;
        }

        @Test
        void headerNamesWithNulAndHeadersWithoutValueAreStoredUnchanged() {
            var record = record("x", new byte[0]);
            record.headers().add("a\u0000b", null).add("empty", new byte[0]).add("\u00e9", new byte[] {0});
            inTransaction(() -> park(
                    consumer, (EventCodec.Malformed) node.get(EventCodec.class).read(record)));

            DeadLetter stored = inTransaction(() -> store.lock(node.count("select id from dead_letters")));

            assertThat(stored.record().headers()).isEqualTo(record.headers());
        }

        @Test
        void aRecordStoredAsBytesBlocksItsKey() {
            var event = event(key, 1);
            var second = event(key, 2);

            assertThat(inTransaction(() -> store.keepBytes(consumer, event, failure)))
                    .isTrue();
            assertThat(inTransaction(() -> store.keepBytes(consumer, event, failure)))
                    .isFalse();
            inTransaction(() -> store.keepBytes(consumer, second, failure));

            assertThat(status(id(event))).isEqualTo("PARKED");
            assertThat(status(id(second))).isEqualTo("WAITING");
            assertThat(node.count(
                            "select count(*) from dead_letters where event_id is null and record_value is not null"))
                    .isEqualTo(2);
        }

        @Test
        void anErrorIsStoredWithItsOwnNameAndACleanMessage() {
            var event = event(key, 1);
            var error = new java.lang.reflect.UndeclaredThrowableException(
                    new StackOverflowError("deep\u0000er\nand\u202e \ud800 " + "x".repeat(9_000)));
            inTransaction(() -> park(consumer, event, "h", error, 1));

            assertThat(text(id(event), "exception")).isEqualTo("java.lang.StackOverflowError");
            assertThat(text(id(event), "message"))
                    .startsWith("StackOverflowError: deep er and \ufffd xxx")
                    .hasSize(500);
        }
    }

    @Nested
    class Blocking {

        @Test
        void aKeyWithAParkedEventIsBlocked() {
            parked(key);

            assertThat(blocked(key)).isTrue();
        }

        @Test
        void otherKeysAreNotBlocked() {
            parked(key);

            assertThat(blocked(other)).isFalse();
        }

        @Test
        void otherConsumersAreNotBlocked() {
            parked(key);

            assertThat(inTransaction(() -> store.blocked("another", List.of(key))))
                    .isEmpty();
        }

        @Test
        void onlyTheBlockedKeysAreReturned() {
            parked(key);

            assertThat(inTransaction(() -> store.blocked(consumer, List.of(other, key))))
                    .containsExactly(key);
        }

        @Test
        void aResolvedKeyIsNotBlocked() {
            close(parked(key), Status.RESOLVED);

            assertThat(blocked(key)).isFalse();
        }

        @Test
        void aDiscardedKeyIsNotBlocked() {
            close(parked(key), Status.DISCARDED);

            assertThat(blocked(key)).isFalse();
        }

        @Test
        void aKeyWithAWaitingEventIsBlocked() {
            long head = parked(key);
            waiting(key, 2);
            close(head, Status.RESOLVED);

            assertThat(blocked(key)).isTrue();
        }

        @Test
        void aMalformedRecordBlocksNothing() {
            inTransaction(() -> park(consumer, malformed(new byte[0])));

            assertThat(blocked("x")).isFalse();
        }

        @Test
        void aCommandThatIsTriedAgainBlocksNothing() {
            long id = retrying(0);

            assertThat(blocked(text(id, "sequence_key"))).isFalse();
        }
    }

    @Nested
    class Advancing {

        @Test
        void theNextEventBecomesTheHeadAndItsRedriveIsRequested() {
            long head = parked(key);
            long next = waiting(key, 2);

            close(head, Status.RESOLVED);

            assertThat(status(next)).isEqualTo("PARKED");
            assertThat(store.requested()).containsExactly(next);
        }

        @Test
        void onlyTheNextEventAdvances() {
            long head = parked(key);
            waiting(key, 2);
            long last = waiting(key, 3);

            close(head, Status.RESOLVED);

            assertThat(status(last)).isEqualTo("WAITING");
        }

        @Test
        void aDiscardedHeadReleasesTheNextEvent() {
            long head = parked(key);
            long next = waiting(key, 2);

            close(head, Status.DISCARDED);

            assertThat(status(next)).isEqualTo("PARKED");
            assertThat(text(head, "reason")).isEqualTo("a reason");
            assertThat(text(head, "resolved_at")).isNotEqualTo("null");
        }

        @Test
        void aDiscardedWaitingEventAdvancesNoOtherEvent() {
            long head = parked(key);
            long next = waiting(key, 2);
            long last = waiting(key, 3);

            close(next, Status.DISCARDED);

            assertThat(List.of(status(head), status(last))).containsExactly("PARKED", "WAITING");
            close(head, Status.RESOLVED);
            assertThat(status(last)).isEqualTo("PARKED");
        }

        @Test
        void otherSequencesDoNotAdvance() {
            long head = parked(key);
            parked(other);
            long elsewhere = waiting(other, 2);

            close(head, Status.RESOLVED);

            assertThat(status(elsewhere)).isEqualTo("WAITING");
        }

        @Test
        void theSameKeyOfAnotherConsumerDoesNotAdvance() {
            long head = parked(key);
            var theirs = event(key, 2);
            inTransaction(() -> store.keep(NewDeadLetter.waiting("another", theirs)));

            close(head, Status.RESOLVED);

            assertThat(status(id(theirs))).isEqualTo("WAITING");
        }
    }

    @Nested
    class Locking {

        @Test
        void aClosedDeadLetterCannotBeLocked() {
            long id = parked(key);
            close(id, Status.RESOLVED);

            assertThat(node.get(TransactionTemplate.class).<@Nullable DeadLetter>execute(status -> store.lock(id)))
                    .isNull();
        }

        @Test
        void aLockedDeadLetterCannotBeLockedAgain() {
            long id = parked(key);

            assertThat(whileLocked(id, () -> Optional.ofNullable(store.lock(id))))
                    .isEmpty();
        }

        @Test
        void aLockedDeadLetterCannotBeStarted() {
            long id = parked(key);
            actions.request("user:olga", id);

            assertThat(whileLocked(id, () -> store.start(id))).isFalse();
            assertThat(store.start(id)).isTrue();
        }

        @Test
        void aDeadLetterWithoutARequestIsNotStarted() {
            assertThat(store.start(parked(key))).isFalse();
        }
    }

    @Nested
    class Requesting {

        @Test
        void aRepeatedRequestChangesNothing() {
            long id = parked(key);

            assertThat(actions.request("user:olga", id)).isEqualTo(1);
            String first = text(id, "redrive_requested_at");
            assertThat(actions.request("user:olga", id)).isEqualTo(1);
            assertThat(text(id, "redrive_requested_at")).isEqualTo(first);
            assertThat(store.requested()).containsExactly(id);
        }

        @Test
        void aWaitingEventCannotBeRequested() {
            parked(key);

            assertThat(actions.request("user:olga", waiting(key, 2))).isZero();
        }

        @Test
        void aClosedDeadLetterCannotBeRequested() {
            long id = parked(key);
            close(id, Status.DISCARDED);

            assertThat(actions.request("user:olga", id)).isZero();
        }

        @Test
        void theFirstActorIsStoredUntilTheRedriveEnds() {
            long id = parked(key);

            actions.request("user:olga", id);
            actions.request("user:otto", id);
            assertThat(queries.one(id)).containsEntry("redrive_requested_by", "user:olga");

            inTransaction(() -> store.failed(id, failure));
            actions.request("user:otto", id);
            assertThat(queries.one(id)).containsEntry("redrive_requested_by", "user:otto");
        }

        @Test
        void theActorOfADiscardIsStored() {
            long id = parked(key);

            operator.run(() -> assertThat(node.deadLetters()
                            .discard(Long.toString(id), "because")
                            .getStatus())
                    .isEqualTo(200));

            assertThat(queries.one(id))
                    .containsEntry("discarded_by", "user:olga")
                    .containsEntry("reason", "because");
        }

        @Test
        @ExtendWith(OutputCaptureExtension.class)
        void eachActionOfAnOperatorIsOneAuditLine(CapturedOutput output) {
            long id = parked(key);

            operator.run(() -> {
                node.deadLetters().redrive(null, key, null, null);
                node.deadLetters().redrive(Long.toString(id));
                node.deadLetters().discard(Long.toString(id), "a reason with\nlines");
            });

            assertThat(output.getAll().lines().filter(line -> line.contains("swapr.audit")))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .endsWith(
                                            "event=dead-letter-redrive subject=user:olga dead_letter=selected count=1"),
                            line -> assertThat(line)
                                    .endsWith("event=dead-letter-redrive subject=user:olga dead_letter=%d count=1"
                                            .formatted(id)),
                            line -> assertThat(line)
                                    .endsWith("event=dead-letter-discard subject=user:olga dead_letter=%d"
                                            .formatted(id)));
        }

        @Test
        void oneKeyCanBeRequested() {
            long mine = parked(key);
            parked(other);

            assertThat(actions.request("user:olga", null, key, null, null)).isEqualTo(1);
            assertThat(store.requested()).containsExactly(mine);
        }

        @Test
        void oneConsumerCanBeRequested() {
            long mine = parked(key);
            var theirs = event(key, 1);
            inTransaction(() -> park("another", theirs, "h", failure, 4));

            assertThat(actions.request("user:olga", consumer, null, null, null)).isEqualTo(1);
            assertThat(store.requested()).containsExactly(mine);
        }

        @Test
        void oneKindOfFailureCanBeRequested() {
            long mine = parked(key);
            var different = event(other, 1);
            inTransaction(() -> park(consumer, different, "WhenHappened", new IllegalArgumentException("x"), 1));

            assertThat(actions.request("user:olga", null, null, "WhenHappened", "java.lang.IllegalStateException"))
                    .isEqualTo(1);
            assertThat(store.requested()).containsExactly(mine);
        }

        @Test
        void allDeadLettersCanBeRequested() {
            parked(key);
            parked(other);
            waiting(other, 2);

            assertThat(actions.request("user:olga", null, null, null, null)).isEqualTo(2);
        }
    }

    @Nested
    class Failing {

        @Test
        void aFailedRedriveIsCountedAndKeepsTheSequence() {
            long head = parked(key);
            long next = waiting(key, 2);
            actions.request("user:olga", head);
            store.start(head);

            inTransaction(() -> store.failed(head, new IllegalArgumentException("still not")));

            assertThat(List.of(status(head), status(next))).containsExactly("PARKED", "WAITING");
            assertThat(text(head, "attempts")).isEqualTo("5");
            assertThat(text(head, "redrives")).isEqualTo("1");
            assertThat(text(head, "message")).isEqualTo("IllegalArgumentException: still not");
            assertThat(store.requested()).isEmpty();
        }

        @Test
        void aFailedRedriveIsNotPublished() {
            long head = parked(key);
            long before = node.count("select count(*) from dead_letter_outbox");

            inTransaction(() -> store.failed(head, failure));

            assertThat(node.count("select count(*) from dead_letter_outbox")).isEqualTo(before);
        }
    }

    @Nested
    class Commands {

        @Test
        void aCommandIsDueOnlyAfterItsPause() {
            retrying(3_600);
            long due = retrying(0);

            assertThat(inTransaction(() -> retries.due(10, Duration.ofSeconds(60))))
                    .extracting(DeadLetter::id)
                    .containsExactly(due);
        }

        @Test
        void aDueCommandIsReservedForTheLease() {
            retrying(0);

            assertThat(inTransaction(() -> retries.due(10, Duration.ofSeconds(60))))
                    .hasSize(1);
            assertThat(inTransaction(() -> retries.due(10, Duration.ofSeconds(60))))
                    .isEmpty();
        }

        @Test
        void aCommandIsDueAgainAfterTheLease() {
            retrying(0);

            assertThat(inTransaction(() -> retries.due(10, Duration.ofSeconds(-1))))
                    .hasSize(1);
            assertThat(inTransaction(() -> retries.due(10, Duration.ofSeconds(60))))
                    .hasSize(1);
        }

        @Test
        void noMoreCommandsThanTheLimitAreReturned() {
            retrying(0);
            retrying(0);

            assertThat(inTransaction(() -> retries.due(1, Duration.ofSeconds(60))))
                    .hasSize(1);
        }

        @Test
        void theLimitHoldsIfPostgresqlPlansANestedLoop() {
            retrying(0);
            retrying(0);

            List<DeadLetter> due = inTransaction(() -> {
                for (String plan : List.of("hashjoin", "mergejoin", "hashagg", "sort", "material")) {
                    node.jdbc().execute("set local enable_%s = off".formatted(plan));
                }
                return retries.due(1, Duration.ofSeconds(60));
            });

            assertThat(due).hasSize(1);
        }

        @Test
        void aCommandWaitsAgainAfterAnotherFailure() {
            long id = retrying(0);

            inTransaction(() -> retries.tryAgain(id, failure, Duration.ofHours(1)));

            assertThat(text(id, "attempts")).isEqualTo("2");
            assertThat(inTransaction(() -> retries.due(10, Duration.ofSeconds(60))))
                    .isEmpty();
        }

        @Test
        void aCommandIsParkedAndPublishedAfterItsLastFailure() {
            long id = retrying(0);

            inTransaction(() -> retries.giveUp(id, failure));

            assertThat(status(id)).isEqualTo("PARKED");
            assertThat(text(id, "redrives")).as("no redrive was requested").isEqualTo("0");
            assertThat(node.count("select count(*) from dead_letter_outbox where dead_letter = ?", id))
                    .isEqualTo(1);
        }

        @Test
        void aRedriveMakesACommandDueImmediately() {
            long id = retrying(0);
            inTransaction(() -> retries.giveUp(id, failure));

            inTransaction(() -> retries.retryNow(id));

            assertThat(inTransaction(() -> retries.due(10, Duration.ofSeconds(60))))
                    .extracting(DeadLetter::id)
                    .containsExactly(id);
        }
    }

    @Nested
    class Querying {

        @Test
        void openDeadLettersAreCountedByTopicWithoutRetriedCommands() {
            parked(key);
            waiting(key, 2);
            retrying(0);

            assertThat(queries.countOpen()).isEqualTo(Map.of(TOPIC, 2L));
        }

        @Test
        void groupsHaveAHandlerAnExceptionAndTheWaitingEvents() {
            parked(key);
            waiting(key, 2);
            waiting(key, 3);
            parked(other);
            var different = event("thing:3", 1);
            inTransaction(() -> park(consumer, different, "WhenHappened", new IllegalArgumentException("x"), 1));

            assertThat(queries.groups())
                    .extracting("handler", "exception", "letters", "waiting")
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "WhenHappened", "java.lang.IllegalStateException", 2L, 2L),
                            org.assertj.core.groups.Tuple.tuple(
                                    "WhenHappened", "java.lang.IllegalArgumentException", 1L, 0L));
        }

        @Test
        void closedDeadLettersAreNotListedButCanBeShown() {
            long id = parked(key);
            close(id, Status.DISCARDED);

            assertThat(queries.open(10)).isEmpty();
            assertThat(queries.one(id)).containsEntry("life", "discarded").containsEntry("reason", "a reason");
        }

        @Test
        void aDeadLetterIsShownWithItsPayload() {
            assertThat(queries.one(parked(key)))
                    .containsEntry("key", key)
                    .containsEntry("record_partition", 3)
                    .extractingByKey("payload")
                    .asString()
                    .contains("\"event_type\":\"Happened\"");
        }

        @Test
        void aBinaryValueIsShownInBase64() {
            inTransaction(() -> park(consumer, malformed(new byte[] {-1, 0})));

            assertThat(queries.one(node.count("select id from dead_letters"))).containsEntry("payload", "base64:/wA=");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                status = 'PARKED' | parked
                redrive_requested_at = now() | requested
                redrive_requested_at = now(), redrive_started_at = now() | running
                redrives = 3 | failed again 3
                redrives = 3, redrive_requested_at = now() | requested
                status = 'WAITING' | waiting behind another
                status = 'RETRYING' | being tried again
                status = 'RESOLVED' | processed
                status = 'DISCARDED' | discarded
                """)
        void theLifecycleStateIsReadable(String row, String life) {
            long id = parked(key);
            node.jdbc().update("update dead_letters set " + row + " where id = ?", id);

            assertThat(queries.one(id)).containsEntry("life", life);
        }

        @Test
        void unknownAndInvalidIdsAreRefused() {
            var endpoint = node.deadLetters();

            assertThat(endpoint.show("999999").getStatus()).isEqualTo(404);
            assertThat(endpoint.show("first").getStatus()).isEqualTo(404);
            assertThat(endpoint.redrive("first").getStatus()).isEqualTo(400);
            assertThat(endpoint.redrive("999999").getStatus()).isEqualTo(404);
            assertThat(endpoint.redrive(null, null, null, null).getStatus()).isEqualTo(400);
            assertThat(endpoint.redrive("unknown", null, null, null).getStatus())
                    .isEqualTo(404);
            assertThat(endpoint.discard("999999", "because").getStatus()).isEqualTo(404);
            assertThat(endpoint.discard("first", "because").getStatus()).isEqualTo(400);
        }

        @Test
        void aRunningDeadLetterCannotBeDiscarded() {
            long id = parked(key);

            assertThat(whileLocked(
                            id,
                            () -> node.deadLetters()
                                    .discard(Long.toString(id), "because")
                                    .getStatus()))
                    .isEqualTo(409);
        }

        @Test
        void aDeadLetterIsShownWithItsJourney() {
            assertThat(Objects.requireNonNull(
                            node.deadLetters().show(Long.toString(parked(key))).getBody()))
                    .extractingByKey("journey")
                    .asString()
                    .contains("published", "processed");
        }
    }
}
