package swapr.messaging;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The rows of one table that wait to be sent to Kafka. One {@link Relay} sends and deletes them. */
interface Outbox {

    /**
     * A row and its record.
     *
     * @param lane records of one lane keep their order; a record that Kafka refuses stops only its own lane
     */
    record Pending(long position, String lane, ProducerRecord<byte[], byte[]> record) {}

    /** The name of the relay in metrics, logs and threads. */
    String relay();

    /** The name of the table, and of its row in {@code relay_leadership}. */
    String table();

    /** The number of rows that are sent in one transaction. */
    int batch();

    /** The oldest rows in order, at most {@link #batch()}. */
    List<Pending> oldest();
}
