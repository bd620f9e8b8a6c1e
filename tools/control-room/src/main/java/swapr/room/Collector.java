package swapr.room;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects what the page shows and sends it to the viewers. Without a viewer for a minute, it rests. */
final class Collector {

    private static final Duration UPDATE = Duration.ofMillis(200);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofMinutes(1);

    private final Settings settings;
    private final Updates updates;
    private final Choreography choreography;
    private final PendingReads pending = new PendingReads();
    private final RecordUpdate next = new RecordUpdate(InstantSource.system());
    private final WorkQueues queues = new WorkQueues(pending, next::addReads);
    private final Probes probes;
    private final RecordReader reader;
    private final OffsetFollower offsets;
    private final RecentJourneys journeys = new RecentJourneys();
    private volatile long lastWatched = System.nanoTime() - LINGER.toNanos();

    Collector(Settings settings, Operator operator, Updates updates, Choreography choreography) {
        this.settings = settings;
        this.updates = updates;
        this.choreography = choreography;
        probes = new Probes(settings, operator, choreography, queues);
        reader = new RecordReader(settings.kafka(), this::arrived);
        offsets = new OffsetFollower(settings.kafka(), pending, reader::topics, next::addReads);
    }

    /** The offsets that it follows. */
    OffsetFollower offsets() {
        return offsets;
    }

    /** The journeys of the records that it reads. */
    RecentJourneys journeys() {
        return journeys;
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
            next.take().ifPresent(update -> updates.records(Json.of(update)));
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

    private void arrived(ConsumerRecord<String, byte[]> kafka) {
        var stored = KafkaRecord.of(kafka, choreography);
        pending.add(stored);
        next.add(stored);
        journeys.add(stored);
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
