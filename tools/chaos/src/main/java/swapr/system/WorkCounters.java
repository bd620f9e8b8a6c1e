package swapr.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import swapr.local.LocalMarketplace;
import swapr.local.Postgres;

/**
 * Counts the work of PostgreSQL, Kafka, the relays and the consumers since their start. The counts of the superuser,
 * which is this program, are excluded from the statements.
 */
final class WorkCounters implements AutoCloseable {

    static final String RELAY_LOOKS = "swapr_relay_looks_total";
    static final String RELAY_ROUNDS = "swapr_relay_round_records_count";
    static final String RELAY_RECORDS = "swapr_relay_round_records_sum";
    static final String BATCHES = "swapr_consumer_batch_events_count";
    static final String BATCH_EVENTS = "swapr_consumer_batch_events_sum";

    private static final List<String> METRICS =
            List.of(RELAY_LOOKS, RELAY_ROUNDS, RELAY_RECORDS, BATCHES, BATCH_EVENTS);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final LocalMarketplace marketplace;
    private final Connection database;
    private final boolean countsStatements;
    private final Admin admin;

    WorkCounters(LocalMarketplace marketplace) throws SQLException {
        this.marketplace = marketplace;
        // pg_stat_statements counts for the whole server. In this database it does not touch the marketplace's schemas.
        this.database = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(marketplace.port("postgres")),
                Postgres.SUPERUSER,
                marketplace.superuserPassword());
        this.countsStatements =
                text("show shared_preload_libraries").contains("pg_stat_statements") && createExtension();
        this.admin = Admin.create(Map.of("bootstrap.servers", marketplace.bootstrapServers()));
    }

    private boolean createExtension() throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("create extension if not exists pg_stat_statements");
            return true;
        }
    }

    WorkCounts read() throws SQLException, ExecutionException, InterruptedException {
        var metrics = metrics();
        var requests = BrokerRequests.read(marketplace.pids().get("kafka"));
        double records = records();
        return new WorkCounts(
                countsStatements ? number("""
                                select coalesce(sum(calls), 0) from pg_stat_statements
                                where userid <> current_user::regrole""") : Double.NaN,
                number("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"),
                number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn"),
                records,
                requests,
                metrics);
    }

    private double records() throws ExecutionException, InterruptedException {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        var topics = admin.listTopics().names().get(); // without the broker's own topics
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToDouble(end -> end.offset())
                .sum();
    }

    private Map<String, Double> metrics() {
        var sums = new TreeMap<String, Double>();
        for (var service : marketplace.instances(Scenarios.WITH_DATABASE)) {
            ServiceMetrics.lines(marketplace, service, TIMEOUT).forEach(line -> {
                for (var metric : METRICS) {
                    if (line.startsWith(metric + "{")) {
                        sums.merge(metric, ServiceMetrics.value(line), Double::sum);
                    }
                }
            });
        }
        return sums;
    }

    private double number(String query) throws SQLException {
        return Double.parseDouble(text(query));
    }

    private String text(String query) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    public void close() throws SQLException {
        admin.close();
        try (database;
                var statement = database.createStatement()) {
            statement.execute("drop extension if exists pg_stat_statements");
        }
    }
}
