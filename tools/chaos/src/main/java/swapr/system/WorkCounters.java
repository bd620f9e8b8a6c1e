package swapr.system;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
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

    /**
     * The counts at one time.
     *
     * @param statements SQL statements of the services, without BEGIN and COMMIT; NaN without pg_stat_statements
     * @param writes transactions that wrote, which are the transactions with an id
     * @param walBytes bytes of the write-ahead log
     * @param records records in all topics
     * @param requests requests to the broker by type, such as Fetch; empty if the broker's JMX is not available
     * @param metrics the sums of the services' counters, by name in Prometheus
     */
    record Counts(
            double statements,
            double writes,
            double walBytes,
            double records,
            Map<String, Double> requests,
            Map<String, Double> metrics) {

        /** The work between the other counts and these. */
        Counts since(Counts before) {
            return new Counts(
                    statements - before.statements,
                    writes - before.writes,
                    walBytes - before.walBytes,
                    records - before.records,
                    difference(before.requests, requests),
                    difference(before.metrics, metrics));
        }

        private static Map<String, Double> difference(Map<String, Double> before, Map<String, Double> now) {
            var result = new TreeMap<String, Double>();
            now.forEach((name, value) -> result.put(name, value - before.getOrDefault(name, 0.0)));
            return result;
        }

        /** The count of a metric, for all services; 0 if no service has it. */
        double metric(String name) {
            return metrics.getOrDefault(name, 0.0);
        }

        /** The requests of these types; NaN if they are not known. */
        double requests(String... types) {
            if (requests.isEmpty()) {
                return Double.NaN;
            }
            double sum = 0;
            for (var type : types) {
                sum += requests.getOrDefault(type, 0.0);
            }
            return sum;
        }
    }

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
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

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

    Counts read() throws SQLException, IOException, ExecutionException, InterruptedException {
        var metrics = metrics();
        var requests = requests();
        double records = records();
        return new Counts(
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

    private Map<String, Double> metrics() throws IOException, InterruptedException {
        var sums = new TreeMap<String, Double>();
        for (var service : marketplace.instances(Scenarios.WITH_DATABASE)) {
            var request = HttpRequest.newBuilder(
                            URI.create(marketplace.managementUrl(service) + "/actuator/prometheus"))
                    .timeout(TIMEOUT)
                    .build();
            http.send(request, BodyHandlers.ofString()).body().lines().forEach(line -> {
                for (var metric : METRICS) {
                    if (line.startsWith(metric + "{")) {
                        sums.merge(metric, Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)), Double::sum);
                    }
                }
            });
        }
        return sums;
    }

    /** The broker counts its requests in JMX, which the first call starts in it. It listens for local programs only. */
    @SuppressWarnings("BanJNDI") // the address comes from the broker, which is our own process
    private Map<String, Double> requests() {
        var pid = marketplace.pids().get("kafka");
        try {
            var broker = VirtualMachine.attach(String.valueOf(pid));
            String address;
            try {
                address = broker.startLocalManagementAgent();
            } finally {
                broker.detach();
            }
            try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                return requests(connector.getMBeanServerConnection());
            }
        } catch (IOException | AttachNotSupportedException | JMException e) {
            return Map.of();
        }
    }

    private static Map<String, Double> requests(MBeanServerConnection broker) throws IOException, JMException {
        var counts = new TreeMap<String, Double>();
        var all = new ObjectName("kafka.network:type=RequestMetrics,name=RequestsPerSec,*");
        for (var name : broker.queryNames(all, null)) {
            counts.merge(
                    name.getKeyProperty("request"),
                    ((Number) broker.getAttribute(name, "Count")).doubleValue(),
                    Double::sum);
        }
        return counts;
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
