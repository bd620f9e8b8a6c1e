package swapr.messaging;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The commands that a worker holds with a renewed lock, until the broker delivers them to it again. */
final class HeldCommands {

    private record Place(String topic, int partition, long offset) {
        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(record.topic(), record.partition(), record.offset());
        }
    }

    private final Map<Place, CommandDelivery> held = new HashMap<>();
    private volatile long since;
    private volatile boolean holding;

    /** Holds these commands, and no others. */
    void replace(Map<ConsumerRecord<byte[], byte[]>, CommandDelivery> renewed) {
        held.clear();
        renewed.forEach((record, delivery) -> held.put(Place.of(record), delivery));
        held.values().stream().mapToLong(CommandDelivery::since).min().ifPresent(oldest -> since = oldest);
        holding = !held.isEmpty();
    }

    /** The earlier delivery of this record; null if it is not held. */
    @Nullable
    CommandDelivery find(ConsumerRecord<byte[], byte[]> record) {
        return held.get(Place.of(record));
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** True if commands are held and none of them runs. */
    boolean allWait() {
        return !held.isEmpty() && held.values().stream().noneMatch(CommandDelivery::isRunning);
    }

    /** The age of the oldest held command in seconds; 0 if none is held. Any thread may call it. */
    double seconds() {
        return holding ? (System.nanoTime() - since) / 1e9 : 0;
    }
}
