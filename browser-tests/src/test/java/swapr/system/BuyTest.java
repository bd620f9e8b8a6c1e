package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bob buys a pair. Each test compares the page with the events, the bank and the mailbox. */
@InBrowser
@Tag(InBrowser.SHORT)
class BuyTest {

    /** The time in which an order must be final, in milliseconds. */
    private static final double FINAL_MS = 5_000;

    private final Person seller = Person.registers("Selma");
    private final String title = "Pair " + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void aPairIsForSale() {
        seller.lists(title, "230.00");
    }

    @Test
    void aGoodCardConfirmsTheOrderInFourSteps() {
        try (Tab tab = Tab.open().go("/").as("Bob")) {
            tab.page.waitForResponse("**/api/notifications?limit=20", () -> {}); // all messages so far count as seen
            String order = tab.chooses(title, "Good card").orders();

            assertThat(tab.find(".verdict .status"))
                    .hasText("Confirmed", new LocatorAssertions.HasTextOptions().setTimeout(FINAL_MS));
            assertThat(tab.find(".steps [data-state=done] .label"))
                    .hasText(new String[] {"placed", "reserved", "paid", "confirmed"});
            assertThat(tab.find(".steps .after").allTextContents())
                    .isEqualTo(timesAfterTheFirst(Truth.readAs("bob", "/api/orders/" + order + "/events")));
            assertThat(tab.find("[data-read=search] .status")).hasText("Sold");
            assertThat(tab.find("nav a[href='/inbox'] .badge")).containsText("1");
            assertThat(Truth.ledger(order)).containsExactly("CAPTURED");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(Truth.hasEmail(seller.email, "Sold: " + title))
                            .as("an e-mail for the seller")
                            .isTrue());

            tab.find("nav a[href='/inbox']").click();
            assertThat(tab.heading("Your order is confirmed: " + title)).isVisible();
            assertThat(tab.find("nav .badge")).hasCount(0);
        }
    }

    @Test
    void aDoubleClickAndARepeatedRequestMakeOneOrder() {
        List<String> before = Truth.orderIds("bob");
        try (Tab tab = Tab.open().go("/").as("Bob")) {
            tab.chooses(title, "Good card");
            tab.find("dialog[open] [type=submit]").dblclick();
            String order = tab.idInAddress("orders");
            tab.button("Send the same request again").click();

            assertThat(tab.find(".below .note")).containsText("The answer is the same order.");
            List<String> made = new ArrayList<>(Truth.orderIds("bob"));
            made.removeAll(before);
            assertThat(made).containsExactly(order);
        }
    }

    @Test
    void theKeysShowTheStateOfTheOrderAfterEachEvent() {
        try (Tab tab = Tab.open().go("/").as("Bob")) {
            String order = tab.chooses(title, "Good card").orders();
            assertThat(tab.find(".verdict .status")).hasText("Confirmed");

            for (int version = 4; version >= 1; version--) {
                assertThat(tab.find(".versions .event strong")).hasText("Version %d of 4".formatted(version));
                String status = Truth.readAs("bob", "/api/orders/" + order + "?version=" + version)
                        .path("status")
                        .asString();
                assertThat(tab.find(".versions [data-version='%d'] .status".formatted(version)))
                        .hasAttribute("data-status", status);
                tab.page.keyboard().press("ArrowLeft");
            }
        }
    }

    /** Without a mouse, from the list of pairs to the confirmed order. */
    @Test
    void aPairCanBeBoughtByKeyboard() {
        try (Tab tab = Tab.open().go("/").as("Bob")) {
            tab.page.keyboard().press("Escape");
            tab.page.keyboard().press("/");
            tab.page.keyboard().type(title);
            assertThat(tab.find(".card[data-listing]")).hasCount(1);
            tab.reaches(tab.find(".card")).page.keyboard().press("Enter");
            tab.reaches(tab.button("Buy now")).page.keyboard().press("Enter");
            assertThat(tab.find("dialog[open] [value=tok_ok]")).isFocused();
            tab.page.keyboard().press("ArrowDown");
            tab.page.keyboard().press("Enter");

            tab.idInAddress("orders");
            assertThat(tab.find(".verdict")).containsText("The bank declined the card.");
        }
    }

    private static List<String> timesAfterTheFirst(JsonNode events) {
        List<String> times = new ArrayList<>();
        Instant first = Instant.parse(events.at("/items/0/timestamp").asString());
        for (JsonNode event : events.path("items")) {
            long milliseconds =
                    Instant.parse(event.path("timestamp").asString()).toEpochMilli() - first.toEpochMilli();
            times.add(
                    milliseconds < 1000
                            ? milliseconds + " ms"
                            : "%.1f s".formatted(BigDecimal.valueOf(milliseconds, 3)));
        }
        return times;
    }
}
