package swapr.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads all records of all topics, and the committed offsets of all consumer groups, into the evidence database. */
final class TopicEvidence {

    private static final int ROWS_AT_ONCE = 5_000;

    private final String bootstrapServers;
    private final EvidenceDatabase evidenceDatabase;

    TopicEvidence(String bootstrapServers, EvidenceDatabase evidenceDatabase) {
        this.bootstrapServers = bootstrapServers;
        this.evidenceDatabase = evidenceDatabase;
    }

    void take() throws SQLException, IOException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                var consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", bootstrapServers,
                                "isolation.level", "read_committed",
                                "max.poll.records", ROWS_AT_ONCE),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .filter(info -> !info.topic().startsWith("__"))
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            var end = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < end.getOrDefault(partition, 0L))) {
                var rows = new ArrayList<String[]>();
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    rows.add(row(record));
                }
                evidenceDatabase.insert("observed.records", rows);
            }
            takeOffsets(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void takeOffsets(Admin admin) throws SQLException, IOException, ExecutionException, InterruptedException {
        var rows = new ArrayList<String[]>();
        for (var group :
                admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get()) {
            admin.listConsumerGroupOffsets(group.groupId())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            rows.add(new String[] {
                                group.groupId(),
                                partition.topic(),
                                Integer.toString(partition.partition()),
                                Long.toString(offset.offset())
                            });
                        }
                    });
        }
        evidenceDatabase.insert("observed.committed", rows);
    }

    private static @Nullable String[] row(ConsumerRecord<byte[], byte[]> record) {
        var event = event(record.value());
        var bytes = 0;
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return new @Nullable String[] {
            record.topic(),
            Integer.toString(record.partition()),
            Long.toString(record.offset()),
            record.key() == null ? null : storable(new String(record.key(), StandardCharsets.UTF_8)),
            md5(record.value()),
            text(event, "event_id"),
            text(event, "event_type"),
            event == null ? null : event.path("schema_version").asString("0"),
            text(event, "aggregate_id"),
            event == null ? null : event.path("aggregate_version").asString("0"),
            text(event, "correlation_id"),
            Boolean.toString(record.topic().endsWith(".dlq")),
            Integer.toString(bytes)
        };
    }

    private static @Nullable String text(@Nullable JsonNode event, String field) {
        String text = event == null ? null : event.path(field).asString(null);
        return text == null ? null : storable(text);
    }

    /** Replaces the null character, because PostgreSQL cannot store it. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** The envelope, if this is one: with an id that is a UUID. */
    private static @Nullable JsonNode event(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        try {
            var event = Http.JSON.readTree(value);
            UUID.fromString(event.path("event_id").asString(""));
            return event.path("aggregate_version").canConvertToLong()
                            && event.path("aggregate_version").isIntegralNumber()
                            && event.path("schema_version").isInt()
                    ? event
                    : null;
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    static String md5(byte @Nullable [] value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(value == null ? new byte[0] : value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
