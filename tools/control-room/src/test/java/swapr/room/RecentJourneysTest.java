package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The newest journeys have their first and last message, and there are not too many. */
class RecentJourneysTest {

    private final RecentJourneys journeys = new RecentJourneys();

    @Test
    void aJourneyHasItsFirstAndItsLastMessage() {
        journeys.add(stored("c-1", "ListingReserved", 3));
        journeys.add(stored("c-2", "ListingCreated", 2));
        journeys.add(stored("c-1", "OrderPlaced", 1)); // of another topic, so it may arrive late
        journeys.add(stored(null, "unreadable", 4));

        var all = Json.MAPPER.readTree(journeys.answer().body()).path("journeys");

        assertThat(all.valueStream().map(one -> one.path("correlation_id").asString()))
                .containsExactly("c-2", "c-1");
        assertThat(all.path(1).path("first_type").asString()).isEqualTo("OrderPlaced");
        assertThat(all.path(1).path("last_type").asString()).isEqualTo("ListingReserved");
        assertThat(all.path(1).path("records").asInt()).isEqualTo(2);
    }

    @Test
    void theOldestJourneyIsForgotten() {
        for (var n = 0; n <= RecentJourneys.KEPT; n++) {
            journeys.add(stored("c-" + n, "OrderPlaced", n));
        }

        assertThat(journeys.answer().body()).contains("\"c-1\"", "\"c-50\"").doesNotContain("\"c-0\"");
    }

    private static KafkaRecord stored(@Nullable String correlationId, String type, long offset) {
        return new KafkaRecord(
                "purchase-events",
                0,
                offset,
                null,
                type,
                1,
                "order:1",
                correlationId,
                null,
                null,
                null,
                Instant.ofEpochSecond(offset),
                Set.of());
    }
}
