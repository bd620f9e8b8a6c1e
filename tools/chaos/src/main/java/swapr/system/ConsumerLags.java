package swapr.system;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import swapr.local.LocalMarketplace;

/** The lags of the marketplace's consumers and queues. */
public final class ConsumerLags {

    /** The number of messages in which an open command is searched. The invariants check the older ones. */
    private static final int NEWEST = 20_000;

    private final LocalMarketplace marketplace;

    /** The lags of this marketplace. */
    public ConsumerLags(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
    }

    /** The consumers and queues with a lag, in records. */
    public Map<String, Long> read() throws SQLException, ExecutionException, InterruptedException {
        var lags = new TreeMap<String, Long>();
        try (var admin = Admin.create(Map.of(
                "bootstrap.servers",
                marketplace.bootstrapServers(),
                "default.api.timeout.ms",
                5000,
                "request.timeout.ms",
                3000))) {
            var known = groups();
            for (var group : admin.listGroups().all().get()) {
                if (!known.contains(group.groupId())) {
                    continue; // a foreign group, for example of a console consumer
                }
                boolean queue =
                        group.type().filter(type -> type == GroupType.SHARE).isPresent();
                long lag = queue ? queueLag(admin, group.groupId()) : lag(admin, group.groupId());
                if (lag > 0 && !(queue && allDone(group.groupId()))) {
                    lags.put(group.groupId(), lag);
                }
            }
        }
        return lags;
    }

    /** The same, as text. */
    List<String> inWords() throws SQLException, ExecutionException, InterruptedException {
        return read().entrySet().stream()
                .map(lag -> "%s lags %d".formatted(lag.getKey(), lag.getValue()))
                .toList();
    }

    /**
     * Waits until each consumer and each queue had no lag in at least one check. The load may continue meanwhile. All
     * records from before the call have been read then.
     *
     * @return the consumers and queues that had a lag in each check
     */
    Set<String> awaitEachCaughtUp(Duration atMost) {
        var behind = new HashSet<>(groups());
        Waiting.until(atMost, () -> {
            try {
                behind.retainAll(read().keySet());
            } catch (SQLException | ExecutionException e) {
                return false; // the lags are unknown now; the next check may succeed
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return behind.isEmpty();
        });
        return behind;
    }

    private static Set<String> groups() {
        return EvidenceDatabase.resource("handled.csv")
                .lines()
                .map(line -> line.substring(0, line.indexOf(',')))
                .collect(Collectors.toSet());
    }

    private static long queueLag(Admin admin, String group) throws ExecutionException, InterruptedException {
        return admin
                .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get()
                .values()
                .stream()
                .filter(Objects::nonNull)
                .mapToLong(info -> info.lag().orElse(0L))
                .sum();
    }

    private static long lag(Admin admin, String group) throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        long lag = 0;
        for (var end : admin.listOffsets(latest).all().get().entrySet()) {
            var offset = committed.get(end.getKey());
            lag += offset == null ? 0 : Math.max(0, end.getValue().offset() - offset.offset());
        }
        return lag;
    }

    /**
     * Returns true if the inbox contains each command of the queue, among the newest messages of its service. After a
     * worker has ended, the broker (4.2.1) can report a lag for acknowledged commands until the next command of their
     * partition.
     */
    private boolean allDone(String group) throws SQLException {
        String schema = group.substring(0, group.indexOf("-service"));
        String open = """
                select count(*) from %s.event_log l
                where position > (select max(position) - %d from %s.event_log) and topic = '%s' and not exists (
                  select from %s.processed_events p where p.consumer = '%s' and p.event_id = l.event_id)
                """.formatted(schema, NEWEST, schema, group.substring(group.indexOf('.') + 1), schema, group);
        try (var database = DatabaseSessions.connect(marketplace, Duration.ofSeconds(10));
                var statement = database.createStatement();
                var rows = statement.executeQuery(open)) {
            rows.next();
            return rows.getLong(1) == 0;
        }
    }
}
