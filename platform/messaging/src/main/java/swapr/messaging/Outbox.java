package swapr.messaging;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The rows of one table that wait for Kafka. One {@link Relay} empties it. */
interface Outbox {

    /**
     * A row and the record that it becomes.
     *
     * @param lane records of one lane keep their order; a record that Kafka refuses holds up its own lane and no other
     */
    record Pending(long position, String lane, ProducerRecord<byte[], byte[]> record) {}

    /** The name of its relay in metrics, logs and threads. */
    String relay();

    /** The table, and the name of its row in {@code relay_leadership}. */
    String table();

    /** The oldest rows in their order, at most so many. */
    List<Pending> oldest(int limit);
}
