package swapr.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A kept record, as it came.
 *
 * @param sequenceKey the record's key, or its place on the topic when it is no event: what waits behind what
 */
record DeadLetter(
        long id,
        String consumer,
        String sequenceKey,
        ConsumerRecord<byte[], byte[]> record,
        @Nullable UUID eventId,
        String status,
        int attempts) {

    private static final int MAX_HEADER_BYTES = 4096;

    static DeadLetter of(ResultSet row, int n) throws SQLException {
        var record = new ConsumerRecord<>(
                row.getString("topic"),
                row.getInt("record_partition"),
                row.getLong("record_offset"),
                row.getBytes("record_key"),
                row.getBytes("record_value"));
        String[] names = (String[]) array(row, "header_names");
        byte[][] values = (byte[][]) array(row, "header_values");
        for (int i = 0; i < names.length; i++) {
            record.headers().add(names[i], values[i]);
        }
        return new DeadLetter(
                row.getLong("id"),
                row.getString("consumer"),
                row.getString("sequence_key"),
                record,
                row.getObject("event_id", UUID.class),
                row.getString("status"),
                row.getInt("attempts"));
    }

    /** For the DLQ topic: key, value and headers as they came, with origin and reason beside them. */
    static ProducerRecord<byte[], byte[]> forTopic(ResultSet row, int n) throws SQLException {
        DeadLetter letter = of(row, n);
        var origin = letter.record();
        var record = new ProducerRecord<>(
                Topics.deadLetterTopic(origin.topic(), letter.consumer()),
                origin.partition(),
                origin.key(),
                origin.value());
        int size = 0;
        for (Header header : origin.headers()) {
            size += header.key().length() + header.value().length;
            if (size <= MAX_HEADER_BYTES / 2) {
                record.headers().add(header);
            }
        }
        Records.add(record.headers(), "dlq-topic", origin.topic());
        Records.add(record.headers(), "dlq-partition", Integer.toString(origin.partition()));
        Records.add(record.headers(), "dlq-offset", Long.toString(origin.offset()));
        Records.add(record.headers(), "dlq-consumer", letter.consumer());
        Records.add(record.headers(), "dlq-handler", row.getString("handler"));
        Records.add(record.headers(), "dlq-exception", row.getString("exception"));
        Records.add(record.headers(), "dlq-message", row.getString("message"));
        Records.add(record.headers(), "dlq-attempts", Integer.toString(letter.attempts()));
        return record;
    }

    private static Object array(ResultSet row, String column) throws SQLException {
        return row.getArray(column).getArray();
    }
}
