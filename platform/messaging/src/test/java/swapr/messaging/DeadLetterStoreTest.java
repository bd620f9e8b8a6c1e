package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
import org.slf4j.MDC;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionTemplate;
import swapr.testing.TestEvent;

/** What is kept, in which order, and what becomes of it: the contract of the dead letters, on the real database. */
class DeadLetterStoreTest {

    private static final String TOPIC = "kept-events";
    private static final AtomicLong OFFSETS = new AtomicLong();
    private static TestService node;
    private static Parts parts;

    private final String consumer = "consumer-" + UUID.randomUUID();
    private final String key = "thing:" + UUID.randomUUID();
    private final String other = "thing:" + UUID.randomUUID();
    private final IllegalStateException failure = new IllegalStateException("cannot");
    private Parking parking;
    private DeadLetterStore letters;
    private DeadLetterQueries view;

    @BeforeAll
    static void start() {
        node = TestService.start(
                "keeper-" + UUID.randomUUID(), TestService.database(), List.of("--logging.level.swapr.audit=info"));
        node.get(Redrive.class).stop(); // nobody but the test touches the rows
        node.relay("relay").stop();
        node.relay("deadLetterRelay").stop();
        parts = node.get(Parts.class);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void clean() {
        node.jdbc().execute("delete from dead_letter_outbox");
        node.jdbc().execute("delete from dead_letters");
        parking = parts.parking();
        letters = parts.deadLetters();
        view = new DeadLetterQueries(node.jdbc());
    }

    private static <T> T in(Supplier<T> work) {
        return Objects.requireNonNull(node.get(TransactionTemplate.class).execute(status -> work.get()));
    }

    private static void in(Runnable work) {
        node.inTransaction(work);
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
        return (EventCodec.Event) parts.codec().read(record);
    }

    private static EventCodec.Malformed malformed(byte @Nullable [] value) {
        return (EventCodec.Malformed) parts.codec().read(record("x", value));
    }

    private long parked(String key) {
        var event = event(key, 1);
        in(() -> parking.park(consumer, event, "WhenHappened", failure, 4));
        return id(event);
    }

    private long waiting(String key, long version) {
        var event = event(key, version);
        in(() -> parking.queue(consumer, event));
        return id(event);
    }

    private long retrying(double pauseSeconds) {
        var command = event("order:" + UUID.randomUUID(), 1);
        in(() -> parking.retryLater(consumer, command, failure, pauseSeconds));
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
        return in(() -> parking.blocked(consumer, List.of(key)).contains(key));
    }

    private void close(long id, String status) {
        in(() -> letters.close(Objects.requireNonNull(letters.lock(id)), status, "a reason"));
    }

    /** Does something while another transaction holds this letter. */
    private <T> T whileHeld(long id, Supplier<T> work) {
        var held = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var holder = CompletableFuture.runAsync(() -> in(() -> {
            letters.lock(id);
            held.countDown();
            await(done);
        }));
        try {
            await(held);
            return work.get();
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
    class Keeping {

        @Test
        void theFailedEventIsTheHeadOfItsSequenceAndSaysWhyItIsThere() {
            long id = parked(key);

            assertThat(status(id)).isEqualTo("PARKED");
            assertThat(text(id, "sequence_key")).isEqualTo(key);
            assertThat(text(id, "handler")).isEqualTo("WhenHappened");
            assertThat(text(id, "exception")).isEqualTo("java.lang.IllegalStateException");
            assertThat(text(id, "message")).isEqualTo("IllegalStateException: cannot");
            assertThat(text(id, "attempts")).isEqualTo("4");
        }

        @Test
        void whatComesLaterWaits() {
            parked(key);

            assertThat(status(waiting(key, 2))).isEqualTo("WAITING");
        }

        @Test
        void theSameRecordIsKeptOnce() {
            var event = event(key, 1);
            in(() -> parking.park(consumer, event, "h", failure, 4));
            in(() -> parking.park(consumer, event, "h", failure, 4));
            in(() -> parking.queue(consumer, event));

            assertThat(node.count("select count(*) from dead_letters")).isEqualTo(1);
        }

        @Test
        void eachConsumerKeepsItsOwn() {
            var event = event(key, 1);
            in(() -> parking.park(consumer, event, "h", failure, 4));
            in(() -> parking.park("another", event, "h", failure, 4));

            assertThat(node.count("select count(*) from dead_letters")).isEqualTo(2);
        }

        @Test
        void aRollbackKeepsNothing() {
            var event = event(key, 1);
            assertThatThrownBy(() -> in(() -> {
                        parking.park(consumer, event, "h", failure, 4);
                        throw failure;
                    }))
                    .isSameAs(failure);

            assertThat(node.count("select count(*) from dead_letters")).isZero();
            assertThat(node.count("select count(*) from dead_letter_outbox")).isZero();
        }

        @Test
        void bytesAndHeadersAreKeptAsTheyCame() {
            byte[] value = {0, -1, 7};
            var record = record("k\u0000", value);
            record.headers().add("h", new byte[] {9, 0});
            in(() -> parking.park(consumer, (EventCodec.Malformed) parts.codec().read(record)));

            DeadLetter kept = in(() -> letters.lock(node.count("select id from dead_letters")));

            assertThat(kept.record().value()).isEqualTo(value);
            assertThat(kept.record().key()).isEqualTo(record.key());
            assertThat(kept.record().offset()).isEqualTo(record.offset());
            assertThat(kept.record().partition()).isEqualTo(3);
            assertThat(kept.record().headers().lastHeader("h").value()).containsExactly(9, 0);
        }

        @Test
        void nothingAtAllIsKeptAsNothingAtAll() {
            in(() -> parking.park(consumer, malformed(null)));

            assertThat(node.count("select count(*) from dead_letters where record_value is null"))
                    .isEqualTo(1);
        }

        @Test
        void whatIsNoEventIsKeptOnceUnderItsPlace() {
            var record = malformed(new byte[] {1});

            assertThat(in(() -> parking.park(consumer, record))).isTrue();
            assertThat(in(() -> parking.park(consumer, record))).isFalse();
            assertThat(node.count(
                            "select count(*) from dead_letters where sequence_key = ?",
                            TOPIC + "-3@" + record.record().offset()))
                    .isEqualTo(1);
        }

        @Test
        void whatIsParkedOrWaitsGoesToTheDeadLetterTopic() {
            parked(key);
            waiting(key, 2);

            assertThat(node.count("select count(*) from dead_letter_outbox")).isEqualTo(2);
        }

        @Test
        void aCommandThatIsMerelyTriedAgainDoesNot() {
            retrying(0);

            assertThat(node.count("select count(*) from dead_letter_outbox")).isZero();
        }

        @Test
        void headersOfTheDeadLetterStayUnderFourKibibytes() {
            var record = record("x", new byte[0]);
            for (var i = 0; i < 100; i++) {
                record.headers().add("header-" + i, new byte[100]);
            }
            in(() -> parking.park(consumer, (EventCodec.Malformed) parts.codec().read(record)));

            assertThat(headerBytesSent()).isBetween(1_000, 4_096);
        }

        @Test
        void evenWhenHeadersHaveNoNameAndNoValueOrNamesOfManyBytes() {
            var record = record("x", new byte[0]);
            for (var i = 0; i < 10_000; i++) {
                record.headers().add("", null);
            }
            for (var i = 0; i < 100; i++) {
                record.headers().add("\ud83d\udc5f".repeat(20), null);
            }
            var nasty = new IllegalStateException("\ud83d\udc5f".repeat(3_000));
            in(() -> parking.park(consumer, new EventCodec.Malformed(record, nasty)));

            assertThat(headerBytesSent()).isBetween(1_000, 4_096);
            assertThat(sent().headers().toArray().length)
                    .as("each costs bytes of the record, too")
                    .isLessThan(400);
        }

        private ProducerRecord<byte[], byte[]> sent() {
            return new DeadLetterOutbox(node.jdbc()).oldest(1).getFirst().record();
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
        void headerNamesWithNulAndHeadersWithoutValueAreKeptAsTheyCame() {
            var record = record("x", new byte[0]);
            record.headers().add("a\u0000b", null).add("empty", new byte[0]).add("\u00e9", new byte[] {0});
            in(() -> parking.park(consumer, (EventCodec.Malformed) parts.codec().read(record)));

            DeadLetter kept = in(() -> letters.lock(node.count("select id from dead_letters")));

            assertThat(kept.record().headers()).isEqualTo(record.headers());
        }

        @Test
        void aRecordKeptAsBytesStillBlocksItsKey() {
            var event = event(key, 1);
            var second = event(key, 2);

            assertThat(in(() -> parking.keepBytes(consumer, event, failure))).isTrue();
            assertThat(in(() -> parking.keepBytes(consumer, event, failure))).isFalse();
            in(() -> parking.keepBytes(consumer, second, failure));

            assertThat(status(id(event))).isEqualTo("PARKED");
            assertThat(status(id(second))).isEqualTo("WAITING");
            assertThat(node.count(
                            "select count(*) from dead_letters where event_id is null and record_value is not null"))
                    .isEqualTo(2);
        }

        @Test
        void anErrorIsKeptUnderItsOwnNameAndInCleanWords() {
            var event = event(key, 1);
            var error = new java.lang.reflect.UndeclaredThrowableException(
                    new StackOverflowError("deep\u0000er\nand\u202e \ud800 " + "x".repeat(9_000)));
            in(() -> parking.park(consumer, event, "h", error, 1));

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
        void otherKeysAreNot() {
            parked(key);

            assertThat(blocked(other)).isFalse();
        }

        @Test
        void otherConsumersAreNot() {
            parked(key);

            assertThat(in(() -> parking.blocked("another", List.of(key)))).isEmpty();
        }

        @Test
        void ofManyKeysExactlyTheBlockedAreNamed() {
            parked(key);

            assertThat(in(() -> parking.blocked(consumer, List.of(other, key)))).containsExactly(key);
        }

        @Test
        void aResolvedKeyIsFree() {
            close(parked(key), "RESOLVED");

            assertThat(blocked(key)).isFalse();
        }

        @Test
        void aDiscardedKeyIsFree() {
            close(parked(key), "DISCARDED");

            assertThat(blocked(key)).isFalse();
        }

        @Test
        void aKeyWhoseLastEventStillWaitsIsBlocked() {
            long head = parked(key);
            waiting(key, 2);
            close(head, "RESOLVED");

            assertThat(blocked(key)).isTrue();
        }

        @Test
        void whatIsNoEventBlocksNothing() {
            in(() -> parking.park(consumer, malformed(new byte[0])));

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
        void whenTheHeadEndsTheNextIsHeadAndIsToBeRun() {
            long head = parked(key);
            long next = waiting(key, 2);

            close(head, "RESOLVED");

            assertThat(status(next)).isEqualTo("PARKED");
            assertThat(letters.requested()).containsExactly(next);
        }

        @Test
        void onlyTheNextAdvances() {
            long head = parked(key);
            waiting(key, 2);
            long last = waiting(key, 3);

            close(head, "RESOLVED");

            assertThat(status(last)).isEqualTo("WAITING");
        }

        @Test
        void aDiscardedHeadLetsTheNextGoOn() {
            long head = parked(key);
            long next = waiting(key, 2);

            close(head, "DISCARDED");

            assertThat(status(next)).isEqualTo("PARKED");
            assertThat(text(head, "reason")).isEqualTo("a reason");
            assertThat(text(head, "resolved_at")).isNotEqualTo("null");
        }

        @Test
        void whoIsDiscardedWhileWaitingMovesNobody() {
            long head = parked(key);
            long next = waiting(key, 2);
            long last = waiting(key, 3);

            close(next, "DISCARDED");

            assertThat(List.of(status(head), status(last))).containsExactly("PARKED", "WAITING");
            close(head, "RESOLVED");
            assertThat(status(last)).isEqualTo("PARKED");
        }

        @Test
        void otherSequencesStayWhereTheyAre() {
            long head = parked(key);
            parked(other);
            long elsewhere = waiting(other, 2);

            close(head, "RESOLVED");

            assertThat(status(elsewhere)).isEqualTo("WAITING");
        }

        @Test
        void theSameKeyOfAnotherConsumerStaysWhereItIs() {
            long head = parked(key);
            var theirs = event(key, 2);
            in(() -> parking.queue("another", theirs));

            close(head, "RESOLVED");

            assertThat(status(id(theirs))).isEqualTo("WAITING");
        }
    }

    @Nested
    class Holding {

        @Test
        void anEndedLetterCannotBeTaken() {
            long id = parked(key);
            close(id, "RESOLVED");

            assertThat(node.get(TransactionTemplate.class).<@Nullable DeadLetter>execute(status -> letters.lock(id)))
                    .isNull();
        }

        @Test
        void whatSomebodyElseHoldsCannotBeTaken() {
            long id = parked(key);

            assertThat(whileHeld(id, () -> Optional.ofNullable(letters.lock(id))))
                    .isEmpty();
        }

        @Test
        void whatSomebodyElseHoldsCannotBeStarted() {
            long id = parked(key);
            letters.request("user:olga", id);

            assertThat(whileHeld(id, () -> letters.start(id))).isFalse();
            assertThat(letters.start(id)).isTrue();
        }

        @Test
        void whatNobodyAskedForIsNotStarted() {
            assertThat(letters.start(parked(key))).isFalse();
        }
    }

    @Nested
    class Asking {

        @Test
        void aHeadCanBeAskedForAsOftenAsOneLikes() {
            long id = parked(key);

            assertThat(letters.request("user:olga", id)).isEqualTo(1);
            String first = text(id, "redrive_requested_at");
            assertThat(letters.request("user:olga", id)).isEqualTo(1);
            assertThat(text(id, "redrive_requested_at")).isEqualTo(first);
            assertThat(letters.requested()).containsExactly(id);
        }

        @Test
        void whoWaitsCannotBeAskedFor() {
            parked(key);

            assertThat(letters.request("user:olga", waiting(key, 2))).isZero();
        }

        @Test
        void whatHasEndedCannotBeAskedFor() {
            long id = parked(key);
            close(id, "DISCARDED");

            assertThat(letters.request("user:olga", id)).isZero();
        }

        @Test
        void theFirstActorIsNotedUntilTheRedriveHasEnded() {
            long id = parked(key);

            letters.request("user:olga", id);
            letters.request("user:otto", id);
            assertThat(view.one(id)).containsEntry("redrive_requested_by", "user:olga");

            in(() -> letters.failed(id, failure));
            letters.request("user:otto", id);
            assertThat(view.one(id)).containsEntry("redrive_requested_by", "user:otto");
        }

        @Test
        void theActorOfADiscardIsNoted() {
            long id = parked(key);

            try (var _ = MDC.putCloseable("actor", "user:olga")) {
                assertThat(node.deadLetters()
                                .discard(Long.toString(id), "because")
                                .getStatus())
                        .isEqualTo(200);
            }

            assertThat(view.one(id)).containsEntry("discarded_by", "user:olga").containsEntry("reason", "because");
        }

        @Test
        @ExtendWith(OutputCaptureExtension.class)
        void eachDeedOfAnOperatorIsOneLineForTheAudit(CapturedOutput output) {
            long id = parked(key);

            try (var _ = MDC.putCloseable("actor", "user:olga")) {
                node.deadLetters().redrive(null, key, null, null);
                node.deadLetters().redrive(Long.toString(id));
                node.deadLetters().discard(Long.toString(id), "a reason with\nlines");
            }

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
        void oneKeyCanBeAskedFor() {
            long mine = parked(key);
            parked(other);

            assertThat(letters.request("user:olga", null, key, null, null)).isEqualTo(1);
            assertThat(letters.requested()).containsExactly(mine);
        }

        @Test
        void oneConsumerCanBeAskedFor() {
            long mine = parked(key);
            var theirs = event(key, 1);
            in(() -> parking.park("another", theirs, "h", failure, 4));

            assertThat(letters.request("user:olga", consumer, null, null, null)).isEqualTo(1);
            assertThat(letters.requested()).containsExactly(mine);
        }

        @Test
        void oneKindOfFailureCanBeAskedFor() {
            long mine = parked(key);
            var different = event(other, 1);
            in(() -> parking.park(consumer, different, "WhenHappened", new IllegalArgumentException("x"), 1));

            assertThat(letters.request("user:olga", null, null, "WhenHappened", "java.lang.IllegalStateException"))
                    .isEqualTo(1);
            assertThat(letters.requested()).containsExactly(mine);
        }

        @Test
        void allCanBeAskedFor() {
            parked(key);
            parked(other);
            waiting(other, 2);

            assertThat(letters.request("user:olga", null, null, null, null)).isEqualTo(2);
        }
    }

    @Nested
    class Failing {

        @Test
        void aRedriveThatFailsIsCountedAndEverybodyStaysInPlace() {
            long head = parked(key);
            long next = waiting(key, 2);
            letters.request("user:olga", head);
            letters.start(head);

            in(() -> letters.failed(head, new IllegalArgumentException("still not")));

            assertThat(List.of(status(head), status(next))).containsExactly("PARKED", "WAITING");
            assertThat(text(head, "attempts")).isEqualTo("5");
            assertThat(text(head, "redrives")).isEqualTo("1");
            assertThat(text(head, "message")).isEqualTo("IllegalArgumentException: still not");
            assertThat(letters.requested()).isEmpty();
        }

        @Test
        void theOutboxIsNotToldOfAFailedRedrive() {
            long head = parked(key);
            long before = node.count("select count(*) from dead_letter_outbox");

            in(() -> letters.failed(head, failure));

            assertThat(node.count("select count(*) from dead_letter_outbox")).isEqualTo(before);
        }
    }

    @Nested
    class Commands {

        @Test
        void aCommandIsDueOnlyAfterItsPause() {
            retrying(3_600);
            long due = retrying(0);

            assertThat(in(() -> letters.due(10, 60))).extracting(DeadLetter::id).containsExactly(due);
        }

        @Test
        void whoTakesADueCommandHasItForTheLease() {
            retrying(0);

            assertThat(in(() -> letters.due(10, 60))).hasSize(1);
            assertThat(in(() -> letters.due(10, 60))).isEmpty();
        }

        @Test
        void whenTheLeaseIsOverSomebodyElseGetsIt() {
            retrying(0);

            assertThat(in(() -> letters.due(10, -1))).hasSize(1);
            assertThat(in(() -> letters.due(10, 60))).hasSize(1);
        }

        @Test
        void noMoreAreTakenThanCanBeServed() {
            retrying(0);
            retrying(0);

            assertThat(in(() -> letters.due(1, 60))).hasSize(1);
        }

        @Test
        void afterAnotherFailureItWaitsAgain() {
            long id = retrying(0);

            in(() -> letters.tryAgain(id, failure, 3_600));

            assertThat(text(id, "attempts")).isEqualTo("2");
            assertThat(in(() -> letters.due(10, 60))).isEmpty();
        }

        @Test
        void afterItsLastFailureItIsParkedAndTheDeadLetterTopicIsTold() {
            long id = retrying(0);

            in(() -> letters.giveUp(id, failure));

            assertThat(status(id)).isEqualTo("PARKED");
            assertThat(text(id, "redrives")).as("nobody had asked for it").isEqualTo("0");
            assertThat(node.count("select count(*) from dead_letter_outbox where dead_letter = ?", id))
                    .isEqualTo(1);
        }

        @Test
        void aRedriveMakesItDueAtOnce() {
            long id = retrying(0);
            in(() -> letters.giveUp(id, failure));

            in(() -> letters.retryNow(id));

            assertThat(in(() -> letters.due(10, 60))).extracting(DeadLetter::id).containsExactly(id);
        }
    }

    @Nested
    class Looking {

        @Test
        void openOnesAreCountedByTopicWithoutCommandsThatAreTriedAgain() {
            parked(key);
            waiting(key, 2);
            retrying(0);

            assertThat(letters.countOpen()).isEqualTo(Map.of(TOPIC, 2L));
        }

        @Test
        void theyAreGroupedByHandlerAndExceptionWithThoseWhoWait() {
            parked(key);
            waiting(key, 2);
            waiting(key, 3);
            parked(other);
            var different = event("thing:3", 1);
            in(() -> parking.park(consumer, different, "WhenHappened", new IllegalArgumentException("x"), 1));

            assertThat(view.groups())
                    .extracting("handler", "exception", "letters", "waiting")
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "WhenHappened", "java.lang.IllegalStateException", 2L, 2L),
                            org.assertj.core.groups.Tuple.tuple(
                                    "WhenHappened", "java.lang.IllegalArgumentException", 1L, 0L));
        }

        @Test
        void endedOnesAreNotListedButCanBeShown() {
            long id = parked(key);
            close(id, "DISCARDED");

            assertThat(view.open(10)).isEmpty();
            assertThat(view.one(id)).containsEntry("life", "discarded").containsEntry("reason", "a reason");
        }

        @Test
        void oneIsShownWithWhatItSays() {
            assertThat(view.one(parked(key)))
                    .containsEntry("key", key)
                    .containsEntry("record_partition", 3)
                    .extractingByKey("payload")
                    .asString()
                    .contains("\"event_type\":\"Happened\"");
        }

        @Test
        void whatIsNoTextIsShownInBase64() {
            in(() -> parking.park(consumer, malformed(new byte[] {-1, 0})));

            assertThat(view.one(node.count("select id from dead_letters"))).containsEntry("payload", "base64:/wA=");
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
        void itsLifeIsSaidInWords(String row, String life) {
            long id = parked(key);
            node.jdbc().update("update dead_letters set " + row + " where id = ?", id);

            assertThat(view.one(id)).containsEntry("life", life);
        }

        @Test
        void theEndpointKnowsWhatItDoesNotKnow() {
            var endpoint = node.deadLetters();

            assertThat(endpoint.show("999999").getStatus()).isEqualTo(404);
            assertThat(endpoint.show("first").getStatus()).isEqualTo(404);
            assertThat(endpoint.redrive("first").getStatus()).isEqualTo(400);
            assertThat(endpoint.redrive("999999").getStatus()).isEqualTo(404);
            assertThat(endpoint.redrive(null, null, null, null).getStatus()).isEqualTo(400);
            assertThat(endpoint.redrive("nobody", null, null, null).getStatus()).isEqualTo(404);
            assertThat(endpoint.discard("999999", "because").getStatus()).isEqualTo(404);
            assertThat(endpoint.discard("first", "because").getStatus()).isEqualTo(400);
        }

        @Test
        void whatIsBeingRunCannotBeDiscarded() {
            long id = parked(key);

            assertThat(whileHeld(
                            id,
                            () -> node.deadLetters()
                                    .discard(Long.toString(id), "because")
                                    .getStatus()))
                    .isEqualTo(409);
        }

        @Test
        void aLetterIsShownWithItsJourney() {
            assertThat(Objects.requireNonNull(
                            node.deadLetters().show(Long.toString(parked(key))).getBody()))
                    .extractingByKey("journey")
                    .asString()
                    .contains("published", "processed");
        }
    }
}
