package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A page gets the records that it can draw, and the number of all others. */
class RecordUpdateTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
    private final RecordUpdate next = new RecordUpdate(now::get);

    @Test
    void aPauseAllowsManyRecordsAndAStreamAllowsTwentyASecond() {
        add(0, 70);
        assertThat(take()).containsEntry("skipped", 10);
        assertThat(take(70, 5)).isEmpty();

        now.updateAndGet(time -> time.plusSeconds(1));
        assertThat(take(75, 30))
                .as("the newest ones")
                .containsExactlyElementsOf(LongStream.range(85, 105).boxed().toList());

        now.updateAndGet(time -> time.plusSeconds(60));
        assertThat(take(105, 61)).hasSize(60);
    }

    @Test
    void aClockThatIsSetBackStopsTheTokensForOneUpdateOnly() {
        now.updateAndGet(time -> time.minusSeconds(3_600));
        assertThat(take(0, 5)).isEmpty();

        now.updateAndGet(time -> time.plusSeconds(1));
        assertThat(take(5, 5)).hasSize(5);
    }

    @Test
    void theReadsOfRecordsThatWereNotSentAreCounted() {
        add(0, 70);
        next.addReads(List.of(read(9), read(10), read(69)));

        var update = take();

        assertThat(update.get("reads")).isEqualTo(List.of(read(10), read(69)));
        assertThat(update).containsEntry("skipped_reads", 1);
    }

    private static PendingReads.Read read(long offset) {
        return new PendingReads.Read("listing-events", 0, offset, "listing-search");
    }

    private List<Long> take(long first, int number) {
        add(first, number);
        return ((List<?>) Objects.requireNonNull(take().get("records")))
                .stream().map(one -> ((KafkaRecord) one).offset()).toList();
    }

    private Map<String, Object> take() {
        return next.take().orElseThrow();
    }

    private void add(long first, int number) {
        for (long offset = first; offset < first + number; offset++) {
            next.add(new KafkaRecord(
                    "listing-events",
                    0,
                    offset,
                    null,
                    "ListingCreated",
                    1,
                    "k",
                    null,
                    null,
                    null,
                    null,
                    now.get(),
                    Set.of()));
        }
    }
}
