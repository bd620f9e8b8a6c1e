package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A journey and an order in the control room show exactly the rows of the services' tables. */
@InBrowser
class JourneyRoomTest {

    private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final List<String> SERVICES = List.of("user", "listing", "purchase", "notification", "analytics");
    private static final double BACK_MS = 60_000;

    private static Person buyer = Person.anonymous();
    private static String order = "";
    private static String journey = "";

    @BeforeAll
    static void aConfirmedOrder() {
        Person seller = Person.registers("Selma");
        buyer = Person.registers("Bert");
        String listing = seller.lists("Pair with a journey", "120.00");
        var answer = buyer.orders(listing, "tok_ok").expecting(202);
        order = answer.text("id");
        journey = answer.response().headers().firstValue("Correlation-Id").orElseThrow();
        buyer.waitsFor(order, "CONFIRMED");
        seller.receives("Sold");
        buyer.receives("confirmed");
    }

    @Test
    void aJourneyHasTheMessagesOfAllEventLogsAndTheRowsOfAllInboxes() {
        try (Tab tab = open("journeys", journey, "All readers have reacted.")) {
            Set<String> stored = ids("select event_id from event_log where correlation_id = '%s'");
            int applied = 0;
            for (String service : SERVICES) {
                applied += find(service, "select event_id from processed_events where correlation_id = '%s'")
                        .size();
            }

            assertThat(stored).hasSizeGreaterThan(8);
            assertThat(new TreeSet<>(ControlRoomTest.events(tab, ".messages tbody tr")))
                    .isEqualTo(stored);
            assertThat(tab.find(".messages [data-outcome=applied]")).hasCount(applied);
            assertThat(new TreeSet<>(ControlRoomTest.events(tab, ".drawing g[data-event]")))
                    .as("the timeline")
                    .isEqualTo(stored);
            assertThat(tab.find(".drawing .reaction")).hasCount(applied);
            tab.button("Tree").click();
            assertThat(tab.find(".tree li")).hasCount(stored.size());
            assertThat(new TreeSet<>(ControlRoomTest.events(tab, ".tree li"))).isEqualTo(stored);
            tab.button("Sequence").click();
            assertThat(tab.find(".arrow", "ChargePayment")).hasCount(1);
            assertThat(new TreeSet<>(ControlRoomTest.events(tab, ".arrow[data-event]")))
                    .as("the sequence")
                    .isEqualTo(stored);
        }
    }

    @Test
    void anEnvelopeOpensAndTheEffectsAreThoseOfTheBankAndTheMailbox() {
        try (Tab tab = open("journeys", journey, "All readers have reacted.")) {
            var placed = tab.find(".messages tr", "OrderPlaced").first();
            placed.locator("summary").click();

            assertThat(placed.locator("pre")).containsText("\"order_id\": \"" + order + "\"");
            assertThat(Truth.ledger(order)).containsExactly("CAPTURED");
            assertThat(tab.find("[data-effect=bank]")).hasCount(1);
            assertThat(tab.find("[data-effect=bank]")).containsText("CAPTURED 120.00 USD");
            assertThat(tab.find("[data-effect=mail]", "Sold: Pair with a journey"))
                    .hasCount(1);
            assertThat(tab.find("[data-effect=mail]", "Your order is confirmed"))
                    .hasCount(1);
        }
    }

    @Test
    void theLogLinesOfAJourneyHaveItsId() {
        Person.registers("Lena");
        String registration = find("user", "select correlation_id from event_log order by position desc limit 1")
                .getFirst();
        try (Tab tab = open("journeys", registration, "All readers have reacted.")) {
            tab.button("Read the logs").click();

            assertThat(tab.find("[data-log=user]").first()).containsText("event=registration outcome=ok");
            assertThat(tab.find("[data-log]").allTextContents()).allMatch(line -> line.contains(registration));
        }
    }

    @Test
    void aRecordOnTheMapOpensItsJourneyAndTheStreamGoesOn() {
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            Person seller = Person.registers("Sina");
            String listing = seller.lists("Pair on the map", "20.00");
            tab.find(".recent tr", "ListingCreated").locator("a").first().click();

            assertThat(tab.find(".journey")).isVisible();
            assertThat(tab.page.url()).contains("/room/journeys/");
            assertThat(tab.find(".messages")).containsText("listing:" + listing);
            assertThat(tab.find("[data-stream=live]")).isVisible();
            tab.page.goBack();
            assertThat(tab.find(".recent tr", "ListingCreated").first()).isVisible();
        }
    }

    @Test
    void theSliderShowsTheStateOfTheRestApiAfterEachEvent() {
        try (Tab tab = open("orders", order, "Version 4 of 4")) {
            assertThat(new TreeSet<>(ControlRoomTest.events(tab, ".events tbody tr")))
                    .isEqualTo(new TreeSet<>(find(
                            "purchase", "select event_id from event_log where aggregate_id = 'order:" + order + "'")));
            for (int version = 4; version >= 1; version--) {
                assertThat(tab.find(".slider")).containsText("Version %d of 4".formatted(version));
                String status = buyer.get("/api/orders/%s?version=%d".formatted(order, version))
                        .expecting(200)
                        .text("status");
                assertThat(tab.find(".fold")).hasAttribute("data-status", status);
                assertThat(tab.find(".fold")).hasAttribute("data-version", Integer.toString(version));
                tab.page.keyboard().press("ArrowLeft");
            }
        }
    }

    @Test
    void theSequenceIsCopiedAsMermaidAndPrintedWithoutButtons() {
        try (Tab tab = open("journeys", journey, "All readers have reacted.")) {
            tab.page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            tab.button("Copy as Mermaid").click();

            assertThat(tab.find(".copied")).hasText("Copied.");
            assertThat(tab.page.evaluate("navigator.clipboard.readText()"))
                    .asString()
                    .startsWith("sequenceDiagram")
                    .contains("purchase->>listing: OrderPlaced", "purchase-->>purchase: ChargePayment");
            tab.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(tab.find("header")).isHidden();
            assertThat(tab.button("Print")).isHidden();
            assertThat(tab.find(".messages")).isVisible();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"journeys", "orders"})
    void anUnknownIdIsSaidInASentence(String kind) {
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            tab.go(ControlRoomTest.room(tab) + kind + "/" + UUID.randomUUID());
            assertThat(tab.find("[role=alert][data-status='404']")).containsText("Check the id.");
        }
    }

    @Test
    void aServiceThatIsAwayIsNamedAndTheRestOfTheJourneyStays() {
        try (Tab tab = open("journeys", journey, "All readers have reacted.")) {
            Swapr.run("down", "--kill", "analytics").expecting(0);
            try {
                tab.page.reload();
                assertThat(tab.find("[data-away=analytics-service]")).containsText("It cannot be reached.");
                assertThat(tab.find(".messages tr", "OrderConfirmed").first()).isVisible();
                assertThat(tab.find("[data-missing^=Unknown]")).containsText("analytics");
            } finally {
                Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);
            }
            assertThat(tab.find(".reacting"))
                    .containsText(
                            "All readers have reacted.",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(BACK_MS));
        }
    }

    /** Each of these listings has 2,000 characters, so the events of listing-service have more than 256 KB. */
    @Test
    void aJourneyThatIsTooLargeNamesItsServiceAndShowsTheOtherOnes() {
        Person seller = Person.registers("Large");
        String large = UUID.randomUUID().toString();
        for (int n = 0; n < 120; n++) {
            Map<String, Object> pair = Map.of(
                    "title",
                    "Pair " + n,
                    "brand",
                    "Nike",
                    "size",
                    "42",
                    "condition",
                    "NEW",
                    "price",
                    Map.of("amount", "10.00", "currency", "USD"),
                    "description",
                    "x".repeat(2_000));
            seller.call("POST", "/api/listings", pair, Map.of("Correlation-Id", large))
                    .expecting(201);
        }
        try (Tab tab = open("journeys", large, "ListingCreated")) {
            assertThat(tab.find("[data-away=listing-service]"))
                    .hasText("listing-service is missing here. Its answer has more than 256 KB.");
            assertThat(tab.find(".messages tr[data-event]").first()).isVisible();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "400, LIGHT"})
    void noScreenHasASeriousFinding(int width, ColorScheme theme) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(width, 720, theme))) {
            tab.go(ControlRoomTest.room(tab) + "journeys/" + journey);
            assertThat(tab.find(".reacting")).containsText("All readers have reacted.");
            ScreensTest.inspect(tab, "the timeline");
            tab.button("Tree").click();
            ScreensTest.inspect(tab, "the tree");
            tab.button("Sequence").click();
            ScreensTest.inspect(tab, "the sequence");
            tab.find(".messages summary").first().click();
            ScreensTest.inspect(tab, "an envelope");
            tab.go(ControlRoomTest.room(tab) + "orders/" + order);
            assertThat(tab.find(".slider")).containsText("Version 4 of 4");
            ScreensTest.inspect(tab, "the order");
        }
    }

    private static Tab open(String kind, String id, String text) {
        Tab tab = ControlRoomTest.enter(Tab.open());
        tab.go(ControlRoomTest.room(tab) + kind + "/" + id);
        assertThat(tab.find("article")).containsText(text);
        return tab;
    }

    private static Set<String> ids(String query) {
        Set<String> all = new TreeSet<>();
        SERVICES.forEach(service -> all.addAll(find(service, query)));
        return all;
    }

    private static List<String> find(String service, String query) {
        String rows =
                Swapr.run("sql", service, query.formatted(journey)).expecting(0).output();
        return UUIDS.matcher(rows).results().map(found -> found.group()).toList();
    }
}
