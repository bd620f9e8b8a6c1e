package swapr.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import swapr.local.LocalMarketplace;
import swapr.local.Postgres;

/** Waits until the marketplace is at rest: empty outboxes, no lag, no open orders, e-mails, refunds or retries. */
final class Quiescence {

    private final LocalMarketplace marketplace;

    Quiescence(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
    }

    /**
     * Waits until the marketplace is at rest.
     *
     * @param progress receives the open work after each check
     * @throws IllegalStateException if work is still open after this time; the message names it
     */
    void await(Duration atMost, Consumer<String> progress) {
        var open = new ArrayList<String>();
        boolean atRest = Waiting.until(atMost, () -> {
            open.clear();
            try {
                open.addAll(unfinished());
            } catch (SQLException | ExecutionException e) {
                open.add(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!open.isEmpty()) {
                progress.accept("waiting for: " + String.join(", ", open));
                Waiting.pause(Duration.ofMillis(500));
            }
            return open.isEmpty();
        });
        if (!atRest) {
            throw new IllegalStateException(
                    "still open after %d s: %s".formatted(atMost.toSeconds(), String.join(", ", open)));
        }
    }

    private List<String> unfinished() throws SQLException, ExecutionException, InterruptedException {
        var open = new ArrayList<String>();
        try (Connection database = database()) {
            for (var schema : Scenarios.SCHEMAS) {
                for (var outbox : List.of("outbox", "dead_letter_outbox")) {
                    add(open, database, schema + " " + outbox, "select count(*) from %s.%s".formatted(schema, outbox));
                }
                add(open, database, schema + " retries", """
                        select count(*) from %s.dead_letters
                        where status = 'RETRYING' or redrive_requested_at is not null""".formatted(schema));
            }
            add(
                    open,
                    database,
                    "open orders",
                    "select count(*) from purchase.orders where status in ('PENDING', 'RESERVED', 'PAID')");
            add(open, database, "e-mails", """
                    select count(*) from notification.notifications
                    where status in ('PENDING', 'WAITING_FOR_ADDRESS')""");
            add(open, database, "owed refunds", """
                    select count(*) from (
                      select aggregate_id, (array_agg(event_type order by aggregate_version desc))[1] as last
                      from purchase.event_log where topic = 'purchase-events' group by aggregate_id) o
                    where last = 'PaymentApproved'""");
        }
        open.addAll(unread());
        return open;
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
                behind.retainAll(lags().keySet());
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

    private List<String> unread() throws SQLException, ExecutionException, InterruptedException {
        return lags().entrySet().stream()
                .map(lag -> "%s lags %d".formatted(lag.getKey(), lag.getValue()))
                .toList();
    }

    /** The consumers and queues with a lag, in records. */
    Map<String, Long> lags() throws SQLException, ExecutionException, InterruptedException {
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

    private static void add(List<String> open, Connection database, String what, String query) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            if (rows.getLong(1) > 0) {
                open.add("%s %d".formatted(what, rows.getLong(1)));
            }
        }
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

    /**
     * Returns true if the inbox contains each command of the queue. After a worker has ended, the broker (4.2.1) can
     * report a lag for acknowledged commands until the next command of their partition.
     */
    private boolean allDone(String group) throws SQLException {
        String schema = group.substring(0, group.indexOf("-service"));
        var open = new ArrayList<String>();
        try (Connection database = database()) {
            add(open, database, group, """
                    select count(*) from %s.event_log l
                    where topic = '%s' and not exists (
                      select from %s.processed_events p where p.consumer = '%s' and p.event_id = l.event_id)
                    """.formatted(schema, group.substring(group.indexOf('.') + 1), schema, group));
        }
        return open.isEmpty();
    }

    private Connection database() throws SQLException {
        return DriverManager.getConnection(
                marketplace.databaseUrl() + "?connectTimeout=3&socketTimeout=10",
                Postgres.SUPERUSER,
                marketplace.superuserPassword());
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
}
