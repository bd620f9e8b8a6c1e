package swapr.messaging;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import swapr.local.KafkaBroker;
import swapr.local.Ports;
import swapr.local.Postgres;

/**
 * Measures the cost of an event in a relay and in a consumer, for the batches that real load makes, and the effect of
 * compression and of {@code linger.ms}. The cost is the processor time of this JVM, the broker and the database
 * together, on real servers with fsync on. docs/messaging-speed.md has the command and the last result.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(BatchBenchmark.WhenCounted.class)
class BatchBenchmark {

    private static final List<Integer> BATCHES = List.of(1, 3, 10, 100);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    /** The number of batches in a round. A larger batch has fewer of them. */
    private static final int MOST_BATCHES = Integer.getInteger("batches", 1_000);

    private static final int MOST_EVENTS = 20_000;
    private static final String UNREAD_TOPIC = "bench-events.bench.dlq"; // exists, has no consumer

    /** A payload as OrderConfirmed has it. */
    @EventType("Counted")
    record Counted(UUID orderId, UUID buyerId, UUID sellerId, UUID listingId, String title, String size, String price) {

        static Counted next() {
            return new Counted(
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    "Air Jordan 1 Retro High OG",
                    "42.5",
                    "319.00");
        }
    }

    static final AtomicLong applied = new AtomicLong();

    static class WhenCounted {
        private final JdbcTemplate jdbc;

        WhenCounted(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "Counted", topic = "bench-events", consumer = "bench")
        void on(Counted event) {
            jdbc.update("insert into bench_orders values (?, ?)", event.orderId(), event.title());
            applied.incrementAndGet();
        }
    }

    /** The servers of one run. */
    private record Servers(Postgres postgres, KafkaBroker kafka) {

        /** The processor time that this JVM, the broker and the database have used so far, in microseconds. */
        double processorMicros() {
            return Stream.of(Stream.of(ProcessHandle.current()), family(kafka.pid()), family(postgres.pid()))
                            .flatMap(processes -> processes)
                            .flatMap(process -> process.info().totalCpuDuration().stream())
                            .mapToLong(Duration::toNanos)
                            .sum()
                    / 1e3;
        }

        private static Stream<ProcessHandle> family(long pid) {
            return ProcessHandle.of(pid).stream()
                    .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()));
        }

        ConfigurableApplicationContext start(int batch) {
            return new SpringApplicationBuilder(BatchBenchmark.class)
                    .web(WebApplicationType.NONE)
                    .run(
                            "--spring.application.name=bench",
                            "--spring.config.import=classpath:swapr/messaging.yaml",
                            "--swapr.messaging.topic=bench-events",
                            "--swapr.messaging.outbox.batch=" + batch,
                            "--spring.kafka.consumer.max-poll-records=" + batch,
                            "--spring.datasource.url=" + postgres.jdbcUrl("postgres"),
                            "--spring.datasource.username=" + Postgres.SUPERUSER,
                            "--spring.datasource.password=" + postgres.superuserPassword(),
                            "--spring.flyway.user=" + Postgres.SUPERUSER,
                            "--SWAPR_KAFKA=" + kafka.bootstrapServers(),
                            "--logging.level.root=warn",
                            "--management.otlp.metrics.export.enabled=false",
                            "--spring.main.banner-mode=off");
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
                        List.of("-Xmx512m"))) {
            var servers = new Servers(postgres, kafka);
            System.out.println("batch, relay and consumer: µs of processor time per event, events/s of the relay");
            hop(servers, 100); // warm-up
            for (int batch : BATCHES) {
                System.out.println("%5d  %s".formatted(batch, hop(servers, batch)));
            }
            System.out.println("batch, compression: µs of processor time per record, bytes per record on disk");
            for (int batch : List.of(1, 10, 100)) {
                for (String compression : List.of("none", "snappy", "lz4")) {
                    System.out.println(
                            "%5d  %-7s %s".formatted(batch, compression, compressed(servers, batch, compression, 0)));
                }
            }
            System.out.println("batch, linger.ms: ms until the acknowledgement of a batch, median");
            for (int batch : List.of(1, 10, 100)) {
                for (int linger : List.of(0, 5, 20)) {
                    System.out.println(
                            "%5d  %3d %s".formatted(batch, linger, compressed(servers, batch, "lz4", linger)));
                }
            }
        }
        System.exit(0);
    }

    /** Sends events through one relay and one consumer, whose batches have the given size. */
    private static String hop(Servers servers, int batch) {
        int events = Math.min(MOST_EVENTS, batch * MOST_BATCHES);
        List<double[]> rounds = new ArrayList<>();
        try (var app = servers.start(batch)) {
            var jdbc = app.getBean(JdbcTemplate.class);
            var relay = app.getBean("relay", Relay.class);
            var containers = app.getBean(ListenerContainers.class);
            jdbc.execute("create table if not exists bench_orders (id uuid primary key, title text)");
            for (int round = 0; round < ROUNDS; round++) {
                containers.stop();
                relay.stop();
                fill(jdbc, events);
                double before = servers.processorMicros();
                long start = System.nanoTime();
                relay.start();
                await(() -> jdbc.queryForList("select 1 from outbox limit 1").isEmpty());
                double seconds = (System.nanoTime() - start) / 1e9;
                double relayMicros = servers.processorMicros() - before;
                long appliedBefore = applied.get();
                before = servers.processorMicros();
                containers.start();
                await(() -> applied.get() - appliedBefore >= events);
                rounds.add(new double[] {
                    relayMicros / events, (servers.processorMicros() - before) / events, events / seconds
                });
            }
        }
        return "relay %,7.0f   consumer %,7.0f   relay %,8.0f events/s"
                .formatted(median(rounds, 0), median(rounds, 1), median(rounds, 2));
    }

    private static void fill(JdbcTemplate jdbc, int events) {
        List<Object[]> rows = new ArrayList<>();
        var codec = new EventCodec();
        for (int i = 0; i < events; i++) {
            UUID id = Ids.next();
            rows.add(new Object[] {id, "order:" + id, body(codec, id)});
        }
        jdbc.batchUpdate("""
                with logged as (
                  insert into event_log (event_id, topic, event_type, schema_version, aggregate_id, aggregate_version,
                                         occurred_at, correlation_id, body)
                  values (?, 'bench-events', 'Counted', 1, ?, 1, now(), 'c', ?::json) returning position)
                insert into outbox (event) select position from logged""", rows);
        jdbc.execute("checkpoint");
    }

    private static String body(EventCodec codec, UUID id) {
        return codec.write(new Envelope<>(
                id,
                "Counted",
                1,
                "order:" + id,
                1,
                "user:" + UUID.randomUUID(),
                Instant.now(),
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                null,
                Counted.next()));
    }

    /** Sends batches as the relay does: it waits for the acknowledgements of one before it sends the next. */
    private static String compressed(Servers servers, int batch, String compression, int lingerMillis)
            throws InterruptedException, ExecutionException {
        int batches = Math.min(MOST_BATCHES, MOST_EVENTS / batch);
        var codec = new EventCodec();
        List<byte[]> bodies = Stream.generate(() -> body(codec, Ids.next()).getBytes(StandardCharsets.UTF_8))
                .limit((long) batch * batches)
                .toList();
        Map<String, Object> settings = new HashMap<>(MessagingAutoConfiguration.producer(
                Map.of("bootstrap.servers", servers.kafka().bootstrapServers())));
        settings.put("compression.type", compression);
        settings.put("linger.ms", lingerMillis);
        double[] millis = new double[batches];
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                var admin =
                        Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()))) {
            producer.partitionsFor(UNREAD_TOPIC);
            long bytes = bytesOnDisk(admin);
            double before = servers.processorMicros();
            for (int i = 0; i < batches; i++) {
                long start = System.nanoTime();
                var sent = bodies.subList(i * batch, (i + 1) * batch).stream()
                        .map(body -> producer.send(new ProducerRecord<>(UNREAD_TOPIC, 0, null, body)))
                        .toList();
                for (var acknowledgement : sent) {
                    acknowledgement.get();
                }
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            double records = (double) batch * batches;
            Arrays.sort(millis);
            return "%,7.0f µs   %,6.0f bytes   %6.2f ms"
                    .formatted(
                            (servers.processorMicros() - before) / records,
                            (bytesOnDisk(admin) - bytes) / records,
                            millis[batches / 2]);
        }
    }

    private static long bytesOnDisk(Admin admin) throws InterruptedException, ExecutionException {
        return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
                .flatMap(dirs -> dirs.values().stream())
                .flatMap(dir -> dir.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().topic().equals(UNREAD_TOPIC))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    private static double median(List<double[]> rounds, int column) {
        return rounds.stream()
                .mapToDouble(round -> round[column])
                .sorted()
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void await(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}
