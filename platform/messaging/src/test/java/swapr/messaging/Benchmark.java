package swapr.messaging;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import swapr.local.KafkaBroker;
import swapr.local.Ports;
import swapr.local.Postgres;

/**
 * Measures messaging on this machine, and its broker and its database alone, in one run on real servers with fsync on.
 * Prints one line for each figure. docs/messaging-speed.md has the command and the last result.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(Benchmark.WhenMeasured.class)
class Benchmark {

    private static final int EVENTS = Integer.getInteger("events", 200_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final String UNREAD_TOPIC = "bench-events.bench.dlq"; // exists, has no consumer
    private static final String FILLER = "x".repeat(520); // with the id and the field names, a payload has 600 bytes

    @EventType("Measured")
    record Measured(UUID id, String filler) {}

    static final Map<UUID, Long> committedAt = new ConcurrentHashMap<>();
    static final List<Long> latencies = new ArrayList<>();
    static final AtomicLong applied = new AtomicLong();

    static class WhenMeasured {
        private final JdbcTemplate jdbc;

        WhenMeasured(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "Measured", topic = "bench-events", consumer = "bench")
        void on(Measured event) {
            long now = System.nanoTime();
            Long committed = committedAt.remove(event.id());
            if (committed != null) {
                latencies.add(now - committed);
            }
            jdbc.update(
                    "insert into bench_counter values (?, 1) on conflict (id) do update set n = bench_counter.n + 1",
                    event.id().hashCode() & 1023);
            applied.incrementAndGet();
        }
    }

    public static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("swapr-bench");
        try (Postgres postgres = Postgres.start(
                        home.resolve("bin"), home.resolve("pg"), Ports.free(), home.resolve("pg.log"), Map.of());
                KafkaBroker kafka = KafkaBroker.start(
                        home.resolve("kafka"),
                        Ports.free(),
                        Ports.free(),
                        home.resolve("kafka.log"),
                        List.of("-Xmx512m"));
                ConfigurableApplicationContext app = start(postgres, kafka)) {
            new Run(app).all(kafka.bootstrapServers());
        }
        System.exit(0);
    }

    private static ConfigurableApplicationContext start(Postgres postgres, KafkaBroker kafka) {
        return new SpringApplicationBuilder(Benchmark.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.application.name=bench",
                        "--spring.config.import=classpath:swapr/messaging.yaml",
                        "--swapr.messaging.topic=bench-events",
                        "--spring.datasource.url=" + postgres.jdbcUrl("postgres"),
                        "--spring.datasource.username=" + Postgres.SUPERUSER,
                        "--spring.datasource.password=" + postgres.superuserPassword(),
                        "--spring.flyway.user=" + Postgres.SUPERUSER,
                        "--spring.datasource.hikari.maximum-pool-size=20",
                        "--SWAPR_KAFKA=" + kafka.bootstrapServers(),
                        "--logging.level.root=warn",
                        "--management.otlp.metrics.export.enabled=false",
                        "--spring.main.banner-mode=off");
    }

    private record Run(
            ConfigurableApplicationContext app,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            EventLog log,
            Relay relay,
            ListenerContainers containers) {

        Run(ConfigurableApplicationContext app) {
            this(
                    app,
                    app.getBean(JdbcTemplate.class),
                    app.getBean(TransactionTemplate.class),
                    app.getBean(EventLog.class),
                    app.getBean(Relay.class),
                    app.getBean(ListenerContainers.class));
        }

        void all(String bootstrap) throws Exception {
            jdbc.execute("create table bench_counter (id int primary key, n bigint not null)");
            jdbc.execute(
                    "create table bench_commits (id bigint generated always as identity primary key, filler text)");
            print("PostgreSQL, single-row commits, 16 clients", commits(), "commits/s");
            containers.stop();
            print("Kafka producer, 600 bytes, acks=all", median(ROUNDS, () -> producer(bootstrap)), "records/s");
            print("relay, outbox to acknowledged", median(ROUNDS, this::drain), "events/s");
            long before = applied.get();
            long start = System.nanoTime();
            containers.start();
            long total = (long) EVENTS * ROUNDS;
            await(() -> applied.get() - before >= total);
            print("consumer, decode + inbox + one upsert", total / seconds(start), "events/s");
            latency();
            for (boolean transactional : new boolean[] {false, true}) {
                String name = transactional ? "a Kafka transaction per batch" : "idempotent producer";
                print(
                        "sending, " + name + ", batches of 1,000",
                        median(ROUNDS, () -> batches(bootstrap, transactional)),
                        "records/s");
                print(
                        "sending, " + name + ", one record",
                        median(ROUNDS, () -> single(bootstrap, transactional)),
                        "ms to a reader");
            }
        }

        /** Opens one of the two producers that keep the order of events. docs/decisions/0002 compares them. */
        private static KafkaProducer<byte[], byte[]> open(String bootstrap, boolean transactional) {
            Map<String, Object> settings = new HashMap<>(
                    Map.of("bootstrap.servers", bootstrap, "acks", "all", "batch.size", 131072, "linger.ms", 0));
            if (transactional) {
                settings.put("transactional.id", "bench-" + UUID.randomUUID());
            }
            var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            if (transactional) {
                producer.initTransactions();
            }
            return producer;
        }

        private static void send(KafkaProducer<byte[], byte[]> producer, boolean transactional, int records) {
            if (transactional) {
                producer.beginTransaction();
            }
            for (int i = 0; i < records; i++) {
                var _ = producer.send(new ProducerRecord<>(
                        UNREAD_TOPIC, Integer.toString(i).getBytes(StandardCharsets.UTF_8), new byte[600]));
            }
            if (transactional) {
                producer.commitTransaction();
            } else {
                producer.flush();
            }
        }

        private double batches(String bootstrap, boolean transactional) {
            try (var producer = open(bootstrap, transactional)) {
                send(producer, transactional, 1000);
                long start = System.nanoTime();
                for (int i = 0; i < EVENTS / 1000; i++) {
                    send(producer, transactional, 1000);
                }
                return EVENTS / seconds(start);
            }
        }

        /** Returns the median time in ms from sending a record until a read_committed consumer receives it. */
        private double single(String bootstrap, boolean transactional) {
            Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
            try (var producer = open(bootstrap, transactional);
                    var consumer =
                            new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                var partitions = consumer.partitionsFor(UNREAD_TOPIC).stream()
                        .map(info -> new TopicPartition(UNREAD_TOPIC, info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToEnd(partitions);
                partitions.forEach(consumer::position);
                double[] millis = new double[500];
                for (int i = 0; i < millis.length; i++) {
                    long start = System.nanoTime();
                    send(producer, transactional, 1);
                    while (consumer.poll(Duration.ofMillis(100)).isEmpty()) {
                        Thread.onSpinWait();
                    }
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
                Arrays.sort(millis);
                return millis[millis.length / 2];
            }
        }

        private double commits() throws InterruptedException {
            AtomicLong commits = new AtomicLong();
            long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
            long start = System.nanoTime();
            try (var clients = Executors.newFixedThreadPool(16)) {
                for (int i = 0; i < 16; i++) {
                    clients.execute(() -> {
                        while (System.nanoTime() < end) {
                            jdbc.update("insert into bench_commits (filler) values (?)", FILLER);
                            commits.incrementAndGet();
                        }
                    });
                }
            }
            return commits.get() / seconds(start);
        }

        private double producer(String bootstrap) {
            Map<String, Object> settings =
                    new HashMap<>(Map.of("bootstrap.servers", bootstrap, "acks", "all", "batch.size", 131072));
            byte[] value = new byte[600];
            try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.partitionsFor(UNREAD_TOPIC);
                long start = System.nanoTime();
                for (int i = 0; i < EVENTS; i++) {
                    var _ = producer.send(new ProducerRecord<>(
                            UNREAD_TOPIC, Integer.toString(i % 5000).getBytes(StandardCharsets.UTF_8), value));
                }
                producer.flush();
                return EVENTS / seconds(start);
            }
        }

        /** Fills the outbox while the relay is stopped, then measures how many events a second the relay sends. */
        private double drain() {
            relay.stop();
            String body = new EventCodec()
                    .write(new Envelope<>(
                            new UUID(0, 0),
                            "Measured",
                            1,
                            "bench:0",
                            1,
                            "anonymous",
                            java.time.Instant.now(),
                            "c",
                            "c",
                            null,
                            new Measured(new UUID(0, 0), FILLER)));
            jdbc.update("""
                    with logged as (
                      insert into event_log (event_id, topic, event_type, schema_version, aggregate_id,
                                             aggregate_version, occurred_at, correlation_id, body)
                      select e.id, 'bench-events', 'Measured', 1, 'bench:' || e.id, 1, now(), 'c',
                             replace(?, '00000000-0000-0000-0000-000000000000', e.id::text)::json
                      from (select uuidv7() as id from generate_series(1, ?)) e returning position)
                    insert into outbox (event) select position from logged order by position""", body, EVENTS);
            jdbc.execute("checkpoint");
            long start = System.nanoTime();
            relay.start();
            await(() -> jdbc.queryForList("select 1 from outbox limit 1").isEmpty());
            return EVENTS / seconds(start);
        }

        /** Commits 2,000 events, one every 10 ms, and measures the time from each commit to its reaction. */
        private void latency() {
            for (int i = 0; i < 2_000; i++) {
                if (i == 500) {
                    latencies.clear(); // the first five seconds are the warm-up
                }
                var event = new Measured(UUID.randomUUID(), FILLER);
                transaction.executeWithoutResult(status -> log.append("bench:" + event.id(), 0, event));
                committedAt.put(event.id(), System.nanoTime());
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            long[] sorted =
                    latencies.stream().mapToLong(Long::longValue).sorted().toArray();
            print("commit to reaction, 100/s, median", sorted[sorted.length / 2] / 1e6, "ms");
            print("commit to reaction, 100/s, p99", sorted[sorted.length * 99 / 100] / 1e6, "ms");
        }

        private static double median(int rounds, java.util.function.DoubleSupplier measure) {
            double[] results = new double[rounds];
            Arrays.setAll(results, i -> measure.getAsDouble());
            Arrays.sort(results);
            return results[rounds / 2];
        }

        private static void await(java.util.function.BooleanSupplier done) {
            while (!done.getAsBoolean()) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }

        private static double seconds(long start) {
            return (System.nanoTime() - start) / 1e9;
        }

        private static void print(String label, double figure, String unit) {
            System.out.printf("%-45s %,12.1f %s%n", label, figure, unit);
        }
    }
}
