package swapr.testing;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record as a consumer of committed records receives it.
 *
 * @param headers in the order of the record; of several headers with one name the last
 */
@SuppressWarnings("ArrayRecordComponent") // no code compares records, and a broker stores bytes
public record ReceivedRecord(
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        Map<String, String> headers,
        byte @Nullable [] value) {

    static ReceivedRecord of(ConsumerRecord<byte[], byte[]> found) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : found.headers()) {
            headers.put(header.key(), header.value() == null ? "" : text(header.value()));
        }
        String key = found.key() == null ? null : text(found.key());
        return new ReceivedRecord(found.topic(), found.partition(), found.offset(), key, headers, found.value());
    }

    /** Returns the whole value; throws {@link tools.jackson.core.JacksonException} if it is not JSON. */
    public JsonNode json() {
        return value == null
                ? JsonMapper.shared().nullNode()
                : JsonMapper.shared().readTree(value);
    }

    public JsonNode payload() {
        return json().path("payload");
    }

    /** Returns the {@code event_type} of the envelope; empty if there is none. */
    public String type() {
        try {
            return json().path("event_type").asString("");
        } catch (tools.jackson.core.JacksonException garbage) {
            return "";
        }
    }

    public boolean is(String type, String aggregateId) {
        return aggregateId.equals(key) && type.equals(type());
    }

    @Override
    public String toString() {
        return "%s-%d@%d %s = %s".formatted(topic, partition, offset, key, value == null ? "null" : text(value));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
