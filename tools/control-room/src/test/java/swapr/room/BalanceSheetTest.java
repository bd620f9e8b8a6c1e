package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts, and the rows in the inboxes of their consumers. */
class BalanceSheetTest {

    private final Choreography choreography = new Choreography();
    private final BalanceSheet sheet = new BalanceSheet(choreography);

    @BeforeEach
    void analyticsReadsListingEvents() throws IOException {
        choreography.add(Json.MAPPER.readTree("""
                {"service": "analytics-service", "publishes": [], "reads": [{"consumer": "analytics-service",
                 "topic": "listing-events", "type": "PriceReduced", "versions": [2], "queue": false}]}"""));
    }

    private void published(int first, int second, int facts, int unsent) {
        sheet.addPublished(Json.MAPPER.readTree("""
                {"published": [
                 {"topic": "listing-events", "event_type": "PriceReduced", "schema_version": 1, "published": %d,
                  "facts": %d, "unsent": 0},
                 {"topic": "listing-events", "event_type": "PriceReduced", "schema_version": 2, "published": %d,
                  "facts": %d, "unsent": %d}]}""".formatted(first, facts - second, second, second, unsent)));
    }

    private void processed(int applied, int parked) {
        sheet.addProcessed("analytics-service", Json.MAPPER.readTree("""
                {"processed": [
                 {"consumer": "analytics-service", "event_type": "PriceReduced", "outcome": "applied", "facts": %d},
                 {"consumer": "analytics-service", "event_type": "PriceReduced", "outcome": "parked", "facts": %d}]}
                """.formatted(applied, parked)));
    }

    private BalanceSheet.Reader reader() {
        return sheet.rows().getFirst().readers().getFirst();
    }

    @Test
    void parallelVersionsOfAFactCountOnceForAConsumer() {
        published(12, 10, 12, 0);
        processed(11, 1);

        assertThat(sheet.rows().getFirst().versions())
                .containsExactly(new BalanceSheet.Version(1, 12, 0), new BalanceSheet.Version(2, 10, 0));
        assertThat(reader().onItsWay()).isZero();
        assertThat(reader().parked()).isOne();
    }

    @Test
    void aFactIsMissingOnlyIfItIsOnKafkaAndItsConsumerHasReadTheTopic() {
        published(12, 12, 12, 0);
        processed(9, 0);

        var rows = sheet.rows();

        assertThat(BalanceSheet.onTheirWay(rows)).isEqualTo(3);
        assertThat(BalanceSheet.missing(rows, (group, topic) -> false)).isZero();
        assertThat(BalanceSheet.missing(
                        rows, (group, topic) -> group.equals("analytics-service") && topic.equals("listing-events")))
                .isEqualTo(3);
    }

    @Test
    void aFactInAnOutboxIsNotMissing() {
        published(12, 12, 12, 1);
        processed(9, 0);

        assertThat(BalanceSheet.missing(sheet.rows(), (group, topic) -> true)).isZero();
    }

    @Test
    void rowsThatNoServiceHasPublishedAreForeign() {
        published(1, 1, 1, 0);
        processed(1, 2);

        assertThat(reader().foreign()).isEqualTo(2);
        assertThat(reader().onItsWay()).isZero();
    }

    @Test
    void aServiceThatDidNotAnswerIsUnknown() {
        published(1, 1, 1, 0);

        assertThat(reader().known()).isFalse();
        assertThat(BalanceSheet.onTheirWay(sheet.rows())).isZero();
    }
}
