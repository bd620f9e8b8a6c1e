package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;

/** Contention and crashes of the relay lose no event, do not change the order and leave no gap. */
class OrderOnTheTopicTest {

    @Test
    void concurrentWritersLeaveNoGapAndKeepTheOrder() throws Exception {
        int threads = 32;
        int perThread = 25;
        List<String> aggregates = LongStream.range(0, 4)
                .mapToObj(i -> "contended:" + UUID.randomUUID())
                .toList();
        try (TestService node = TestService.start();
                Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers());
                var pool = Executors.newFixedThreadPool(threads)) {
            CountDownLatch done = new CountDownLatch(threads);
            for (int t = 0; t < threads; t++) {
                String aggregate = aggregates.get(t % aggregates.size());
                pool.execute(() -> {
                    for (int i = 0; i < perThread; i++) {
                        appendWithRetries(node, aggregate);
                    }
                    done.countDown();
                });
            }
            done.await();

            await().atMost(Duration.ofSeconds(60)).until(() -> node.count("select count(*) from outbox") == 0);

            Map<String, List<Long>> versions = versionsByKey(kafka.read("test-events"));
            long each = (long) threads / aggregates.size() * perThread;
            for (String aggregate : aggregates) {
                assertThat(versions.get(aggregate))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, each).boxed().toList());
            }
        }
    }

    private static void appendWithRetries(TestService node, String aggregate) {
        while (true) {
            try {
                long version = node.count(
                        "select coalesce(max(aggregate_version), 0) from event_log where aggregate_id = ?", aggregate);
                node.append(aggregate, version, new TestService.Said("contended"));
                return;
            } catch (OptimisticLockingFailureException e) {
                Thread.onSpinWait(); // another thread was faster: load the version again
            }
        }
    }

    @Test
    void theOtherRelayContinuesInOrderAfterTheLeaderIsKilled() throws Exception {
        var database = TestService.database();
        String service = "relayed-" + UUID.randomUUID();
        try (TestService writer = TestService.start(service, database, List.of("--swapr.messaging.outbox.poll=50ms"));
                Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            writer.get(Relay.class).stop();
            fill(writer, 40, 500);
            Map<String, Process> relays = new HashMap<>();
            try {
                for (String name : List.of("relay-a", "relay-b")) {
                    relays.put(name, RelayProcess.start(service, database, name));
                }
                // Polls, because the lock belongs to a transaction and no relay holds it between two batches.
                String leader = await().atMost(Duration.ofSeconds(60))
                        .until(
                                () -> leaders(writer),
                                leading -> leading.size() == 1 && writer.count("select count(*) from outbox") < 20_000)
                        .iterator()
                        .next();
                Objects.requireNonNull(relays.get(leader)).destroyForcibly().waitFor();
                long left = writer.count("select count(*) from outbox");

                await().atMost(Duration.ofSeconds(60)).until(() -> writer.count("select count(*) from outbox") == 0);

                assertThat(left).as("unsent events when the leader was killed").isPositive();
            } finally {
                relays.values().forEach(Process::destroyForcibly);
            }
            Map<String, List<Long>> versions = versionsByKey(kafka.read("test-events"));
            for (int i = 0; i < 40; i++) {
                List<Long> firstOccurrences = versions.getOrDefault("relayed:" + service + ":" + i, List.of()).stream()
                        .distinct()
                        .toList();
                assertThat(firstOccurrences)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 500).boxed().toList());
            }
            long sent = versions.entrySet().stream()
                    .filter(key -> key.getKey().startsWith("relayed:" + service))
                    .mapToLong(key -> key.getValue().size())
                    .sum();
            assertThat(sent - 20_000)
                    .as("records that the new leader repeated: at most one batch")
                    .isBetween(0L, 100L);
        }
    }

    /** Fills the outbox like an hour without Kafka: the versions of all aggregates are interleaved. */
    private static void fill(TestService node, int aggregates, int versions) {
        node.jdbc().update("""
                with logged as (
                  insert into event_log (event_id, topic, event_type, schema_version, aggregate_id, aggregate_version,
                                         occurred_at, correlation_id, body)
                  select uuidv7(), 'test-events', 'Said', 1, 'relayed:' || ? || ':' || a, v, now(), 'c',
                         json_build_object('event_type', 'Said', 'aggregate_version', v,
                                           'payload', json_build_object('word', repeat('x', 600)))
                  from generate_series(1, ?) v cross join generate_series(0, ? - 1) a order by v, a
                  returning position)
                insert into outbox (event) select position from logged order by position
                """, service(node), versions, aggregates);
    }

    private static String service(TestService node) {
        return node.name();
    }

    /** Returns the names of the leading relays: their sessions hold the lock on the row. */
    private static Set<String> leaders(TestService node) {
        return new HashSet<>(node.jdbc().queryForList("""
                select distinct a.application_name
                from relay_leadership r join pg_stat_activity a on a.backend_xid = r.xmax
                where r.outbox = 'outbox' and a.application_name like 'relay-%'""", String.class));
    }

    private static Map<String, List<Long>> versionsByKey(List<ReceivedRecord> records) {
        Map<String, List<Long>> versions = new HashMap<>();
        for (ReceivedRecord each : records) {
            versions.computeIfAbsent(String.valueOf(each.key()), key -> new ArrayList<>())
                    .add(each.json().get("aggregate_version").longValue());
        }
        return versions;
    }
}
