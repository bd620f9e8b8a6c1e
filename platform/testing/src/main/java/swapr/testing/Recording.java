package swapr.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Collects the records of one or more topics. It polls only during a call, in the caller's thread, so it is not
 * thread-safe. It misses no record between two calls.
 */
public final class Recording implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final List<ReceivedRecord> received = new ArrayList<>();

    Recording(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Waits up to 20 seconds for an event of this type and aggregate. Returns the first one. */
    public ReceivedRecord await(String type, String aggregateId) {
        return await(type + " of " + aggregateId, found -> found.is(type, aggregateId));
    }

    /** Waits up to 20 seconds for a matching record. Returns the first one; it can be one that was already received. */
    public ReceivedRecord await(String what, Predicate<ReceivedRecord> matching) {
        return await(what, 1, matching).getFirst();
    }

    /** Waits up to 20 seconds for this number of matching records. Returns all that match. */
    public List<ReceivedRecord> await(String what, int count, Predicate<ReceivedRecord> matching) {
        return await(what, count, matching, BrokerCalls.TIMEOUT);
    }

    /**
     * As above, with a given timeout.
     *
     * @throws AssertionError after the timeout; the message lists all received records
     */
    public List<ReceivedRecord> await(String what, int count, Predicate<ReceivedRecord> matching, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            List<ReceivedRecord> found = received.stream().filter(matching).toList();
            if (found.size() >= count) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("After %s only %d of %d expected records had arrived: %s. Received:%s"
                        .formatted(atMost, found.size(), count, what, lines()));
            }
            poll(Duration.ofMillis(100));
        }
    }

    /** Returns all records that have arrived so far. */
    public List<ReceivedRecord> received() {
        int before;
        do {
            before = received.size();
            poll(Duration.ofMillis(50));
        } while (received.size() > before);
        return List.copyOf(received);
    }

    /** Returns the first matching record of those that have arrived so far. */
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
