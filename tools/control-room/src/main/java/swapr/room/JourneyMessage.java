package swapr.room;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event or a command of a journey, with the reactions to it.
 *
 * @param service the publisher; null if it is away, then only the reactions show that the message exists
 * @param body the envelope as on Kafka
 */
record JourneyMessage(
        String eventId,
        String eventType,
        @Nullable String service,
        @Nullable String topic,
        boolean queue,
        boolean onKafka,
        JsonNode body,
        List<Reaction> reactions) {

    /**
     * A consumer of a message.
     *
     * @param outcome {@code applied}, {@code parked} or {@code discarded} as in the inbox of the service; {@code open}
     *     if the inbox has no row yet; {@code unknown} if the service is away
     * @param at the begin of the transaction that stored the row
     */
    record Reaction(
            String consumer,
            @Nullable String service,
            String outcome,
            @Nullable String at) {}

    /** The id that the inboxes have: parallel versions of a fact share it. */
    String factId() {
        return body.at("/parallel_versions/fact_id").asString(eventId);
    }

    private int version() {
        return body.path("schema_version").asInt(0);
    }

    /** Whether the consumer handles this one of the parallel versions: the newest that it reads, or the newest. */
    boolean isFor(Choreography.Reads read) {
        var parallel = body.at("/parallel_versions/versions").valueStream().mapToInt(JsonNode::asInt);
        var all = IntStream.concat(parallel, IntStream.of(version())).toArray();
        var readable = IntStream.of(all).filter(read.versions()::contains).max();
        return readable.orElseGet(() -> IntStream.of(all).max().orElseThrow()) == version();
    }
}
