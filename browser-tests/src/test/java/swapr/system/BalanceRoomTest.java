package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The balance counts the rows of all event logs and inboxes, and says what is lost. */
@InBrowser
class BalanceRoomTest {

    private static final List<String> SERVICES = List.of("user", "listing", "purchase", "notification", "analytics");
    private static final Pattern ROW = Pattern.compile("(?m)^ *((?:[\\w.-]+ )+\\d+) *$");
    /** The cut is 5 s old, and a count is valid for 10 s. */
    private static final double COUNTED_MS = 60_000;
    /** The oracle waits until nothing is open, which may be a command that is tried again. */
    private static final double CHECKED_MS = 180_000;

    /** An inbox without the row of an applied event. The row comes back. */
    private static final class MissingRow implements AutoCloseable {

        private final String[] kept = ROW.matcher(sql("select event_id || ' ' || correlation_id || ' 1' as r"
                        + " from processed_events"
                        + " where consumer = 'analytics-service' and event_type = 'ListingCreated' limit 1"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .split(" ", -1);

        MissingRow() {
            sql("delete from processed_events where consumer = 'analytics-service' and event_id = '%s'"
                    .formatted(kept[0]));
        }

        /** A rebuild of the read models, such as the one of the oracle, may have written the row already. */
        @Override
        public void close() {
            sql("insert into processed_events (consumer, event_id, event_type, correlation_id, outcome)"
                    + " values ('analytics-service', '%s', 'ListingCreated', '%s', 'applied') on conflict do nothing"
                            .formatted(kept[0], kept[1]));
        }
    }

    @Test
    void theFiguresAreThoseOfTheDatabasesAndOfTheBank() {
        Person seller = Person.registers("Bea");
        Person buyer = Person.registers("Ben");
        String order = buyer.orders(seller.lists("Pair with a balance", "31.50"), "tok_ok")
                .expecting(202)
                .text("id");
        buyer.waitsFor(order, "CONFIRMED");
        buyer.receives("confirmed");
        Instant now = Instant.now();
        try (Tab tab = ControlRoomTest.open("balance")) {
            awaitVerdict(tab, "nothing_lost");
            Instant until = await(tab, now);

            assertThat(tab.find(".verdict")).hasText("nothing lost");
            UUID end = new UUID(until.toEpochMilli() << 16 | 0x7000, 1L << 63);
            assertThat(shown(tab, """
                            rows => rows.flatMap(row => [...row.querySelectorAll('[data-version]')].map(one =>
                              `${row.dataset.type} ${one.dataset.version} ${one.textContent.match(/\\d+$/)[0]}`))"""))
                    .isEqualTo(stored("select event_type || ' ' || schema_version || ' ' || count(*) as r"
                            + " from event_log where event_id < '" + end + "' group by event_type, schema_version"));
            assertThat(shown(tab, """
                            rows => rows.flatMap(row => ['applied', 'parked', 'discarded'].map(name =>
                              `${row.dataset.consumer} ${row.dataset.type} ${name} ${
                                row.querySelector(`[data-figure=${name}]`)?.textContent.trim() ?? 0}`))
                              .filter(text => !text.endsWith(' 0'))"""))
                    .isEqualTo(stored("select consumer || ' ' || event_type || ' ' || outcome || ' ' || count(*) as r"
                            + " from processed_events where event_id < '" + end
                            + "' group by consumer, event_type, outcome"));
            assertThat(amount(tab, "captured")).isEqualByComparingTo(ledger("CAPTURED", until));
            assertThat(amount(tab, "confirmed")).isPositive();
            assertThat(amount(tab, "difference")).isZero();
        }
    }

    @Test
    void anEventInAnOutboxIsOnTheWay() {
        Person seller = Person.registers("Bea");
        try (Tab tab = ControlRoomTest.open("balance")) {
            awaitVerdict(tab, "nothing_lost");
            try (var _ = FrozenProcess.freeze("kafka")) {
                seller.lists("One on its way", "10.00");
                seller.lists("Another on its way", "11.00");
                awaitVerdict(tab, "on_the_way");
                assertThat(tab.find("[data-type=ListingCreated] .unsent"))
                        .hasText("2", new LocatorAssertions.HasTextOptions().setTimeout(COUNTED_MS));
            }
            awaitVerdict(tab, "nothing_lost");
        }
    }

    @Test
    void theOracleSaysWhatItsCommandSays() {
        try (Tab tab = ControlRoomTest.open("balance")) {
            var ended = new LocatorAssertions.HasTextOptions().setTimeout(CHECKED_MS);
            tab.button("Check all invariants").click();
            assertThat(tab.button("Check all invariants")).isDisabled();
            assertThat(tab.find(".oracle .result")).hasText("All invariants hold.", ended);
            assertThat(tab.find(".oracle pre")).containsText("all of them hold");
            Swapr.run("chaos", "--check").expecting(0);

            try (var _ = new MissingRow()) {
                tab.button("Check all invariants").click();
                assertThat(tab.find(".oracle .result")).hasText("The check failed. The last lines say why.", ended);
                assertThat(tab.find(".oracle pre")).containsText("BROKEN");
            }
        }
    }

    @Test
    void aMissingRowIsFoundAndAServiceThatIsAwayIsNamed() {
        Person.registers("Bea").lists("Pair that is missed", "12.00");
        try (Tab tab = ControlRoomTest.open("balance")) {
            awaitVerdict(tab, "nothing_lost");
            try (var _ = new MissingRow()) {
                awaitVerdict(tab, "missing");
                assertThat(tab.find(".verdict")).hasText("missing: 1");
                assertThat(tab.find("[data-type=ListingCreated][data-consumer=analytics-service]")
                                .locator("[data-figure=on-its-way]"))
                        .containsText("1");
            }
            awaitVerdict(tab, "nothing_lost");

            Swapr.run("down", "--kill", "analytics").expecting(0);
            try {
                awaitVerdict(tab, "unknown");
                assertThat(tab.find("[data-away=analytics-service]")).containsText("It cannot be reached.");
            } finally {
                Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);
            }
            awaitVerdict(tab, "nothing_lost");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "400, LIGHT"})
    void thePageHasNoSeriousFinding(int width, ColorScheme theme) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(width, 720, theme))) {
            tab.go(ControlRoomTest.room(tab) + "balance");
            assertThat(tab.find(".sheet")).isVisible();
            ScreensTest.inspect(tab, "the balance");
        }
    }

    private static void awaitVerdict(Tab tab, String verdict) {
        assertThat(tab.find("[data-verdict=" + verdict + "]"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(COUNTED_MS));
    }

    /** Waits for a count whose cut is after this moment, and returns its cut. */
    private static Instant await(Tab tab, Instant moment) {
        tab.page.waitForFunction(
                "moment => document.querySelector('[data-verdict=nothing_lost]')?.dataset.until > moment",
                moment.toString(),
                new Page.WaitForFunctionOptions().setTimeout(COUNTED_MS));
        return Instant.parse(tab.find("[data-until]").getAttribute("data-until"));
    }

    private static Set<String> shown(Tab tab, String rows) {
        Set<String> all = new TreeSet<>();
        ((List<?>) tab.find(".sheet tbody tr").evaluateAll(rows)).forEach(row -> all.add(String.valueOf(row)));
        return all;
    }

    private static Set<String> stored(String query) {
        Set<String> all = new TreeSet<>();
        for (String service : SERVICES) {
            ROW.matcher(Swapr.run("sql", service, query).expecting(0).output())
                    .results()
                    .forEach(row -> all.add(row.group(1)));
        }
        return all;
    }

    private static BigDecimal amount(Tab tab, String name) {
        return new BigDecimal(
                tab.find("[data-money=" + name + "]").textContent().strip());
    }

    private static BigDecimal ledger(String type, Instant until) {
        BigDecimal sum = BigDecimal.ZERO;
        for (var entry : Truth.read(Swapr.url(6) + "/ledger").path("entries")) {
            if (entry.path("type").asString("").equals(type)
                    && Instant.parse(entry.path("at").asString("")).isBefore(until)) {
                sum = sum.add(new BigDecimal(entry.at("/amount/amount").asString("0")));
            }
        }
        return sum;
    }

    private static String sql(String statement) {
        return Swapr.run("sql", "analytics", statement).expecting(0).output();
    }
}
