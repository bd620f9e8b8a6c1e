package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoScriptTest {

    @Test
    void eachEventIsPrintedWithItsCauseAndTheTimeSinceIt() {
        var requested = Instant.parse("2026-11-21T09:00:00Z");
        var placed = event("1", "OrderPlaced", "a-request", "2026-11-21T09:00:00.004Z");
        var reserved = event("2", "ListingReserved", "1", "2026-11-21T09:00:00.010500Z");

        assertThat(StoryFormat.chain(List.of(placed, reserved), requested)
                        .lines()
                        .map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        " OrderPlaced some-events 4.0 ms after the request",
                        " ListingReserved some-events 6.5 ms after OrderPlaced");
    }

    @Test
    void aStartFailureShowsTheExceptionWithoutStackFrames() {
        var log = List.of(
                "starting",
                "java.lang.IllegalStateException: outer",
                "\tat swapr.Some.thing(Some.java:1)",
                "Caused by: java.net.BindException: Address already in use",
                "\tat java.base/sun.nio.ch.Net.bind0(Native Method)",
                "\t... 12 more",
                "");

        assertThat(StartFailure.significantLines(log))
                .containsExactly(
                        "starting",
                        "java.lang.IllegalStateException: outer",
                        "Caused by: java.net.BindException: Address already in use");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        var table = new Table("NAME", "PID");
        table.row("notification", "7");

        assertThat(table.toString()).isEqualTo("  NAME          PID\n  notification  7\n");
    }

    @Test
    void eachPlatformHasItsPostgresArchive() {
        assertThat(PostgresBinaries.archiveName("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "x86_64")).isEqualTo("postgres-darwin-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
    }

    private static ConsumedEvent event(String id, String type, String cause, String timestamp) {
        var envelope = Map.of("event_id", id, "event_type", type, "causation_id", cause, "timestamp", timestamp);
        return new ConsumedEvent("some-events", Json.MAPPER.valueToTree(envelope));
    }
}
