package swapr.messaging;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A stored record with unchanged bytes.
 *
 * @param sequenceKey the aggregate id of an event, the event id of a command, or the position of a malformed record;
 *     rows of one consumer with the same key wait behind each other
 */
record DeadLetter(
        long id,
        String consumer,
        String sequenceKey,
        ConsumerRecord<byte[], byte[]> record,
        @Nullable UUID eventId,
        Status status,
        int attempts) {

    /** A row is open until it is RESOLVED or DISCARDED. */
    enum Status {
        /** An event that is the head of its sequence, or a command that is not tried again. */
        PARKED,
        /** An event behind the head of its sequence. */
        WAITING,
        /** A command that runs, or is tried again after a pause. */
        RETRYING,
        RESOLVED,
        DISCARDED
    }

    /** The limit for all headers of a record on a dead-letter topic together, in bytes. */
    static final int MAX_HEADER_BYTES = 4096;

    /** The record format adds at most two lengths of five bytes (varints) to a header. */
    private static final int HEADER_OVERHEAD = 10;

    /** The limit for the name of a handler or an exception in a header, in characters. */
    private static final int MAX_NAME = 200;

    static DeadLetter of(ResultSet row, int n) throws SQLException {
        var record = new ConsumerRecord<>(
                row.getString("topic"),
                row.getInt("record_partition"),
                row.getLong("record_offset"),
                row.getBytes("record_key"),
                row.getBytes("record_value"));
        byte[][] names = (byte[][]) array(row, "header_names");
        byte[][] values = (byte[][]) array(row, "header_values");
        for (int i = 0; i < names.length; i++) {
            record.headers().add(new String(names[i], StandardCharsets.UTF_8), values[i]);
        }
        return new DeadLetter(
                row.getLong("id"),
                row.getString("consumer"),
                row.getString("sequence_key"),
                record,
                row.getObject("event_id", UUID.class),
                Status.valueOf(row.getString("status")),
                row.getInt("attempts"));
    }

    /** The position of a record: topic, partition and offset. */
    static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    /**
     * Builds the record for the dead-letter topic: unchanged key and value, the original headers within the limit, and
     * then headers for origin and reason.
     */
    static ProducerRecord<byte[], byte[]> forTopic(ResultSet row, int n) throws SQLException {
        DeadLetter letter = of(row, n);
        var origin = letter.record();
        var record = new ProducerRecord<>(
                Topics.deadLetterTopic(origin.topic(), letter.consumer()),
                origin.partition(),
                origin.key(),
                origin.value());
        Headers reasons = letter.reasons(row);
        int room = MAX_HEADER_BYTES;
        for (Header reason : reasons) {
            room -= size(reason);
        }
        for (Header header : origin.headers()) {
            room -= size(header);
            if (room >= 0) {
                record.headers().add(header);
            }
        }
        reasons.forEach(record.headers()::add);
        return record;
    }

    private Headers reasons(ResultSet row) throws SQLException {
        Headers headers = new RecordHeaders();
        EventOutbox.add(headers, "dlq-topic", record.topic());
        EventOutbox.add(headers, "dlq-partition", Integer.toString(record.partition()));
        EventOutbox.add(headers, "dlq-offset", Long.toString(record.offset()));
        EventOutbox.add(headers, "dlq-consumer", consumer);
        EventOutbox.add(headers, "dlq-handler", CleanText.of(row.getString("handler"), MAX_NAME));
        EventOutbox.add(headers, "dlq-exception", CleanText.of(row.getString("exception"), MAX_NAME));
        EventOutbox.add(headers, "dlq-message", row.getString("message"));
        EventOutbox.add(headers, "dlq-attempts", Integer.toString(attempts));
        return headers;
    }

    private static int size(Header header) {
        int value = header.value() == null ? 0 : header.value().length;
        return header.key().getBytes(StandardCharsets.UTF_8).length + value + HEADER_OVERHEAD;
    }

    private static Object array(ResultSet row, String column) throws SQLException {
        return row.getArray(column).getArray();
    }
}
