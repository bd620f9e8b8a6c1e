package swapr.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What arrives on one or several topics from a moment on. It reads when it is asked, in the test's own thread, so it
 * is not safe for several threads; nothing is missed in between.
 */
public final class Recording implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final List<ReceivedRecord> received = new ArrayList<>();

    Recording(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Waits, 20 seconds at most, for an event of this type and aggregate, and returns the first. */
    public ReceivedRecord await(String type, String aggregateId) {
        return await(type + " of " + aggregateId, found -> found.is(type, aggregateId));
    }

    /** Waits, 20 seconds at most, for a matching record, and returns the first; those already received count. */
    public ReceivedRecord await(String what, Predicate<ReceivedRecord> matching) {
        return await(what, 1, matching).getFirst();
    }

    /** Waits, 20 seconds at most, for as many matching records, and returns all that match. */
    public List<ReceivedRecord> await(String what, int count, Predicate<ReceivedRecord> matching) {
        return await(what, count, matching, Kafka.PATIENCE);
    }

    /**
     * As above, with a deadline of its own.
     *
     * @throws AssertionError after the deadline, with everything that did arrive
     */
    public List<ReceivedRecord> await(String what, int count, Predicate<ReceivedRecord> matching, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            List<ReceivedRecord> found = received.stream().filter(matching).toList();
            if (found.size() >= count) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Within %s came %d of %d: %s. Received:%s"
                        .formatted(atMost, found.size(), count, what, lines()));
            }
            poll(Duration.ofMillis(100));
        }
    }

    /** Everything that has arrived so far. */
    public List<ReceivedRecord> received() {
        int before;
        do {
            before = received.size();
            poll(Duration.ofMillis(50));
        } while (received.size() > before);
        return List.copyOf(received);
    }

    /** The first matching record among those that have arrived so far. */
    public Optional<ReceivedRecord> find(Predicate<ReceivedRecord> matching) {
        return received().stream().filter(matching).findFirst();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void poll(Duration atMost) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(atMost)) {
            received.add(ReceivedRecord.of(found));
        }
    }

    private String lines() {
        return received.isEmpty()
                ? " nothing"
                : received.stream().map(ReceivedRecord::toString).reduce("", (all, line) -> all + "\n  " + line);
    }
}
