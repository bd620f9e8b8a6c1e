package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control room shows the records that are on Kafka, and no others. */
@InBrowser
@Tag(InBrowser.SHORT)
class ControlRoomTest {

    private static final Pattern LINK = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/room/enter\\?k=\\S+");

    /** A killed process is noticed within two seconds, and its restart takes longer on a slow machine. */
    private static final double BACK_MS = 60_000;

    @Test
    void thePageShowsExactlyTheRecordsOfAPurchase() {
        Person seller = Person.registers("Selma");
        Person buyer = Person.registers("Bert");
        try (Tab tab = enter(Tab.open());
                var kafka = new StoredRecords()) {
            String listing = seller.lists("Pair for the control room", "120.00");
            String order = buyer.orders(listing, "tok_ok").expecting(202).text("id");
            buyer.waitsFor(order, "CONFIRMED");
            seller.receives("Sold");

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(kafka.types()).contains("ListingSold", "SendEmail", "NotificationSent");
                assertThat(new TreeSet<>(events(tab, ".recent tbody tr"))).isEqualTo(kafka.ids());
            });
            // A token without an id is the read of a record from before this page. An earlier test may have left one.
            List<String> drawn = events(tab, ".tokens .token:not([data-event=''])");
            assertThat(kafka.ids()).containsAll(drawn);
            assertThat(tab.find(".recent tbody", "waits for")).hasCount(0);
            assertThat(tab.find("tr[data-event]", "OrderPlaced").first()).containsText("listing");
            assertThat(tab.find("tr[data-event]", "OrderPlaced").first()).containsText("analytics");
        }
    }

    @Test
    void nothingMovesWhileNothingHappens() {
        try (Tab tab = enter(Tab.open());
                var kafka = new StoredRecords()) {
            Object drawn = tab.page.evaluate("""
                    () => new Promise(done => {
                      let tokens = 0;
                      const observer = new MutationObserver(changes =>
                        changes.forEach(change => { tokens += change.addedNodes.length; }));
                      observer.observe(document.querySelector('.tokens'), { childList: true });
                      setTimeout(() => done(tokens), 4000);
                    })""");
            boolean quiet = kafka.ids().isEmpty(); // another test may have left some work

            assertThat(drawn).matches(tokens -> !quiet || tokens.equals(0), "no token without a record");
            assertThat(tab.find(".recent tbody tr")).hasCount(kafka.ids().size());
        }
    }

    @Test
    void aRecordWithoutATokenIsCounted() {
        Person seller = Person.registers("Selma");
        try (Tab tab = enter(Tab.open())) {
            assertThat(tab.find(".connection")).not().containsText("without a token");
            tab.page.evaluate("""
                    () => {
                      const full = Array.from({ length: 60 }, () =>
                        document.createElementNS('http://www.w3.org/2000/svg', 'g'));
                      document.querySelector('.tokens').append(...full);
                    }""");

            seller.lists("One without a token", "10.00");

            assertThat(tab.find(".recent tbody tr", "ListingCreated")).hasCount(1);
            assertThat(tab.find(".connection")).containsText("without a token");
        }
    }

    @Test
    void eightTabsShowTheRoomAndTheNinthSaysWhatToDo() {
        List<Tab> tabs = new ArrayList<>();
        try {
            for (int n = 0; n < 8; n++) {
                tabs.add(enter(Tab.open()));
            }
            Tab ninth = Tab.open();
            tabs.add(ninth);
            ninth.go(link());

            assertThat(ninth.find(".trouble")).containsText("8 tabs show the control room already. Close one of them");
            tabs.removeFirst().close();
            assertThat(ninth.find("[data-stream=live]")).isVisible();
        } finally {
            tabs.forEach(Tab::close);
        }
    }

    @Test
    void whileKafkaIsFrozenTheEventsWaitInTheOutboxByName() {
        Person seller = Person.registers("Selma");
        try (Tab tab = enter(Tab.open())) {
            assertThat(tab.find("[data-service=listing] .state")).containsText("healthy");
            try (var _ = FrozenProcess.freeze("kafka")) {
                seller.lists("One that waits", "10.00");
                seller.lists("Another that waits", "11.00");

                assertThat(tab.find("[data-outbox=listing] [data-event]")).hasCount(2);
                assertThat(tab.find(".trouble")).containsText("Not healthy: kafka.");
                String query = "select event_id from outbox o join event_log e on e.position = o.event";
                String rows = Swapr.run("sql", "listing", query).expecting(0).output();
                assertThat(rows).contains(events(tab, "[data-outbox=listing] [data-event]"));
            }
            assertThat(tab.find(".outboxes")).hasCount(0);
            assertThat(tab.find(".recent tbody tr", "ListingCreated")).hasCount(2);
        }
    }

    @Test
    void aProcessThatIsAwayIsNamedAndALostStreamToo() {
        try (Tab tab = enter(Tab.open().whoseServerMayEnd())) {
            var slow = new LocatorAssertions.ContainsTextOptions().setTimeout(BACK_MS);
            Swapr.run("down", "--kill", "analytics").expecting(0);
            try {
                assertThat(tab.find("[data-service=analytics]")).containsText("away", slow);
                assertThat(tab.find(".trouble")).containsText("Not healthy: analytics.");
                Swapr.run("down", "--kill", "room").expecting(0);
                assertThat(tab.find(".trouble")).containsText("The stream has been lost since", slow);
            } finally {
                Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);
            }
            assertThat(tab.find(".trouble")).containsText("Run ./swapr status and open the link", slow);
            enter(tab);
            assertThat(tab.find("[data-service=analytics]")).containsText("healthy", slow);
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "400, LIGHT"})
    void noScreenHasASeriousFinding(int width, ColorScheme theme) {
        try (Tab tab = enter(Tab.open(width, 720, theme))) {
            assertThat(tab.find(".map [data-service=user]")).containsText("healthy");
            ScreensTest.inspect(tab, "the map");
            tab.page.keyboard().press("t");
            assertThat(tab.find("table [data-service=user]")).containsText("healthy");
            ScreensTest.inspect(tab, "the tables");
        }
    }

    @Test
    void aLinkOpensTheRoomOnce() {
        String link = link();
        try (Tab tab = Tab.open();
                Tab other = Tab.open()) {
            tab.go(link);
            assertThat(tab.heading("Swapr control room")).isVisible();
            other.go(link);
            assertThat(other.find("body")).containsText("Run ./swapr status and open the link that it prints.");
        }
    }

    /** Opens the control room in this tab with a new link. */
    static Tab enter(Tab tab) {
        tab.go(link());
        assertThat(tab.find("[data-stream=live]")).isVisible();
        return tab;
    }

    /** Opens a page of the control room, such as {@code topics}, in a new tab. */
    static Tab open(String page) {
        Tab tab = enter(Tab.open());
        return tab.go(room(tab) + page);
    }

    /** The address of the room. A path alone belongs to the shop. */
    static String room(Tab tab) {
        return tab.page.url().replaceFirst("/room/.*", "/room/");
    }

    /** A new link to the control room of these tests. */
    static String link() {
        Matcher link = LINK.matcher(Swapr.run("status").output());
        assertThat(link.find()).isTrue();
        return link.group();
    }

    /** The ids of the events that these elements show. */
    static List<String> events(Tab tab, String elements) {
        // At one moment: a token vanishes at the end of its way.
        Object ids = tab.find(elements).evaluateAll("all => all.map(element => element.dataset.event)");
        return ((List<?>) ids).stream().map(String::valueOf).toList();
    }
}
