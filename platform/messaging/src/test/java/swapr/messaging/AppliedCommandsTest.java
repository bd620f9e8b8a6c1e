package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/** Commands that end while a transaction runs share the next one. One that cannot be noted fails alone. */
class AppliedCommandsTest {

    private static final String FAILING = "Fail";
    private static final String BROKEN = "Break";
    private static final TestService node = TestService.start();

    private final String group = "applied-" + UUID.randomUUID();
    private final List<EventCodec.Event> completed = new CopyOnWriteArrayList<>();
    private final AppliedCommands applied = new AppliedCommands(
            new TransactionTemplate(node.get(PlatformTransactionManager.class)), new Inbox(node.jdbc()));

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void commandsThatEndDuringATransactionShareTheNextOne() {
        List<CompletableFuture<Void>> notes =
                noteTogether(Stream.generate(() -> command("Do")).limit(10).toList());

        assertThat(notes).allSatisfy(note -> assertThat(note).isCompleted());
        assertThat(node.count("select count(*) from processed_events where consumer = ?", group))
                .isEqualTo(10);
        assertThat(node.count("select count(distinct xmin::text) from processed_events where consumer = ?", group))
                .as("transactions: the first command alone, then all others")
                .isEqualTo(2);
        assertThat(completed).hasSize(10);
    }

    @Test
    void aCommandThatCannotBeNotedFailsAlone() {
        var refused = command("Do\0"); // PostgreSQL stores no NUL character

        List<CompletableFuture<Void>> notes =
                noteTogether(List.of(command("Do"), command("Do"), refused, command("Do")));

        assertThat(notes.get(2)).isCompletedExceptionally();
        assertThat(node.count("select count(*) from processed_events where consumer = ?", group))
                .isEqualTo(3);
    }

    @Test
    void aFailureOfOneCommandReachesItsCaller() {
        assertThatThrownBy(() -> applied.note(group, command("Do\0"), null)).hasMessageContaining("0x00");
    }

    @Test
    void theResultOfACommandIsStoredOnce() {
        var command = command("Do");

        List<CompletableFuture<Void>> notes = noteTogether(List.of(command, command, command));

        assertThat(notes).allSatisfy(note -> assertThat(note).isCompleted());
        assertThat(completed).containsExactly(command);
    }

    @Test
    void aResultThatCannotBeStoredFailsAlone() {
        var failing = command(FAILING);

        List<CompletableFuture<Void>> notes =
                noteTogether(List.of(command("Do"), command("Do"), failing, command("Do")));

        assertThat(notes.get(2)).isCompletedExceptionally();
        assertThat(node.count("select count(*) from processed_events where consumer = ?", group))
                .as("commands in the inbox")
                .isEqualTo(3);
    }

    @Test
    void anErrorLeavesNoOtherCommandUnnoted() {
        var broken = command(BROKEN);

        List<CompletableFuture<Void>> notes =
                noteTogether(List.of(command("Do"), broken, command("Do"), command("Do")));

        assertThat(notes.get(1)).isCompletedExceptionally();
        assertThat(node.count("select count(*) from processed_events where consumer = ?", group))
                .as("commands in the inbox")
                .isEqualTo(3);
    }

    private void complete(EventCodec.Event command) {
        if (command.envelope().eventType().equals(BROKEN)) {
            throw new AssertionError("a bug in a handler");
        }
        if (command.envelope().eventType().equals(FAILING)) {
            throw new IllegalStateException("cannot store this");
        }
        completed.add(command);
    }

    /** Notes the first command while the table is locked, and the others while the first one waits. */
    private List<CompletableFuture<Void>> noteTogether(List<EventCodec.Event> commands) {
        List<CompletableFuture<Void>> notes = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        node.inTransaction(() -> {
            node.jdbc().execute("lock table processed_events in access exclusive mode");
            for (EventCodec.Event command : commands) {
                var note = new CompletableFuture<Void>();
                notes.add(note);
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        applied.note(group, command, () -> complete(command));
                        note.complete(null);
                    } catch (RuntimeException e) {
                        note.completeExceptionally(e);
                    }
                }));
                if (threads.size() == 1) {
                    await().until(() -> node.count("""
                            select count(*) from pg_locks
                            where not granted and relation = 'processed_events'::regclass""") == 1);
                }
            }
            await().until(() -> threads.stream().skip(1).allMatch(thread -> thread.getState() == Thread.State.WAITING));
        });
        await().until(() -> notes.stream().allMatch(CompletableFuture::isDone));
        return notes;
    }

    private static EventCodec.Event command(String type) {
        var envelope = new Envelope<>(
                UUID.randomUUID(),
                type,
                1,
                "do:1",
                1,
                "service:test",
                Instant.now(),
                UUID.randomUUID().toString(),
                null,
                null,
                (tools.jackson.databind.JsonNode) JsonNodeFactory.instance.objectNode());
        return new EventCodec.Event(new ConsumerRecord<>("test-commands", 0, 0, new byte[0], new byte[0]), envelope);
    }
}
