package swapr.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects what the page shows and sends it to the viewers. Without a viewer for a minute, it rests. */
final class Collector {

    /** More records than this in one update are counted and not drawn. */
    static final int MOST_DRAWN = 40;

    private static final Duration UPDATE = Duration.ofMillis(200);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofMinutes(1);

    private final Settings settings;
    private final Updates updates;
    private final Choreography choreography;
    private final PendingReads pending = new PendingReads();
    private final WorkQueues queues = new WorkQueues(pending, this::addReads);
    private final Probes probes;
    private final RecordReader reader;
    private final Deque<KafkaRecord> arrived = new ArrayDeque<>();
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private final List<PendingReads.Read> reads = new ArrayList<>();
    private final OffsetFollower offsets;
    private volatile long lastWatched = System.nanoTime() - LINGER.toNanos();

    Collector(Settings settings, Operator operator, Updates updates, Choreography choreography) {
        this.settings = settings;
        this.updates = updates;
        this.choreography = choreography;
        probes = new Probes(settings, operator, choreography, queues);
        reader = new RecordReader(settings.kafka(), this::arrived);
        offsets = new OffsetFollower(settings.kafka(), pending, reader::topics, this::addReads);
    }

    /** The offsets that it follows. */
    OffsetFollower offsets() {
        return offsets;
    }

    /** Starts its threads. They run as long as the process. */
    void start() {
        // The selector of a Kafka client blocks its thread, so these two are no virtual threads.
        Thread.ofPlatform()
                .daemon()
                .name("records")
                .start(() -> whileWatched(() -> {
                    try {
                        reader.readWhile(this::isWatched);
                    } finally {
                        pending.clear();
                        updates.restart(); // the next reading starts at the end of the topics
                    }
                }));
        Thread.ofPlatform()
                .daemon()
                .name("offsets")
                .start(() -> whileWatched(() -> offsets.followWhile(this::isWatched)));
        for (var target : settings.processes()) {
            Thread.startVirtualThread(() -> whileWatched(() -> {
                probes.ask(target);
                LockSupport.parkNanos(SECOND.toNanos());
            }));
        }
        Thread.startVirtualThread(() -> whileWatched(() -> {
            sendState();
            LockSupport.parkNanos(SECOND.toNanos());
        }));
        Thread.startVirtualThread(() -> whileWatched(() -> {
            sendRecords();
            LockSupport.parkNanos(UPDATE.toNanos());
        }));
    }

    private void whileWatched(Runnable work) {
        try {
            while (true) {
                if (!isWatched()) {
                    updates.awaitViewer();
                }
                try {
                    work.run();
                } catch (RuntimeException e) {
                    System.err.println("It failed and is tried again in a second: " + e);
                    LockSupport.parkNanos(SECOND.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWatched() {
        if (updates.viewers() > 0) {
            lastWatched = System.nanoTime();
        }
        return System.nanoTime() - lastWatched < LINGER.toNanos();
    }

    private void addReads(List<PendingReads.Read> done) {
        synchronized (arrived) {
            reads.addAll(done);
        }
    }

    private void arrived(ConsumerRecord<String, byte[]> kafka) {
        var stored = KafkaRecord.of(kafka, choreography);
        pending.add(stored);
        synchronized (arrived) {
            counts.computeIfAbsent(stored.topic(), topic -> new TreeMap<>()).merge(stored.type(), 1, Integer::sum);
            arrived.addLast(stored);
            if (arrived.size() > MOST_DRAWN) {
                arrived.removeFirst();
            }
        }
    }

    private void sendRecords() {
        var update = new LinkedHashMap<String, Object>();
        synchronized (arrived) {
            if (arrived.isEmpty() && reads.isEmpty()) {
                return;
            }
            var all = counts.values().stream()
                    .flatMap(types -> types.values().stream())
                    .mapToInt(Integer::intValue)
                    .sum();
            update.put("at", Instant.now().toString());
            update.put("records", List.copyOf(arrived));
            update.put("skipped", all - arrived.size());
            update.put("counts", new TreeMap<>(counts));
            update.put("reads", List.copyOf(reads));
            arrived.clear();
            counts.clear();
            reads.clear();
        }
        updates.records(Json.of(update));
    }

    private void sendState() {
        var state = new LinkedHashMap<String, Object>();
        state.put("at", Instant.now().toString());
        state.put("reading", !reader.topics().isEmpty());
        var silent = offsets.silentSince();
        state.put(
                "processes",
                probes.processes().stream()
                        .map(process -> silent == null ? process : process.brokerIsSilent(silent))
                        .toList());
        state.put("services", probes.services());
        var lags = new ArrayList<>(offsets.reading().lags());
        lags.addAll(queues.lags());
        state.put("lags", lags);
        state.put("groups", choreography.groups());
        state.put("topics", topics());
        updates.state("state", Json.of(state));
    }

    /** Each topic with the service that writes it. */
    private List<Map<String, Object>> topics() {
        return reader.topics().entrySet().stream()
                .map(entry -> {
                    var name = entry.getKey();
                    var topic = new LinkedHashMap<String, Object>();
                    topic.put("name", name);
                    topic.put("partitions", entry.getValue());
                    topic.put("publisher", choreography.publisher(name));
                    topic.put("queue", choreography.isQueue(name));
                    return (Map<String, Object>) topic;
                })
                .toList();
    }
}
