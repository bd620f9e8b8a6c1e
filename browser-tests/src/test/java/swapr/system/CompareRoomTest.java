package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The newest journeys are listed, and two of them are compared. */
@InBrowser
class CompareRoomTest {

    private final Person seller = Person.registers("Selma");
    private final Person buyer = Person.registers("Bert");

    @Test
    void aConfirmedAndADeclinedOrderAreComparedMessageByMessage() {
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            String good = journey("tok_ok", "CONFIRMED");
            String declined = journey("tok_declined", "CANCELLED");
            tab.find("nav [data-page=journeys]").click();
            for (String journey : List.of(good, declined)) {
                assertThat(row(tab, journey)).containsText("OrderPlaced");
                assertThat(row(tab, journey)).containsText("order:");
                row(tab, journey).locator("input").check();
            }
            tab.button("Compare the two").click();

            assertThat(message(tab, "OrderPlaced")).not().hasAttribute("data-only", "A");
            assertThat(message(tab, "OrderPlaced")).containsText("0.0 ms");
            assertThat(message(tab, "PaymentApproved")).containsText("only in A");
            assertThat(message(tab, "PaymentDeclined")).containsText("only in B");
            assertThat(tab.find(".drawing [data-row=PaymentApproved]")).containsText("only in A");
            assertThat(tab.find(".drawing [data-row=OrderPlaced] circle")).hasCount(2);
            assertThat(tab.find(".drawing [data-row=PaymentDeclined] circle")).hasCount(1);
            int messages = messagesOf(tab, good);
            tab.page.goBack();
            assertThat(tab.find(".messages tbody tr:not([data-only=B])")).hasCount(messages);
        }
    }

    @Test
    void aJourneyOffersTheNewestOnesForAComparison() {
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            String one = journey("tok_ok", "CONFIRMED");
            String other = journey("tok_ok", "CONFIRMED");
            tab.go(ControlRoomTest.room(tab) + "journeys/" + one);
            assertThat(tab.find("#newest option[value='" + other + "']")).hasCount(1);
            tab.page.getByLabel("Compare with").fill(other);
            tab.button("Compare").click();
            assertThat(tab.find("[role=status] strong", "Both have the same messages."))
                    .isVisible();
        }
    }

    @Test
    void anUnknownJourneyIsSaidInASentence() {
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            tab.go(ControlRoomTest.room(tab) + "compare/" + UUID.randomUUID() + "~" + UUID.randomUUID());
            assertThat(tab.find("[role=alert]")).containsText("Check the id.");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "400, LIGHT"})
    void noScreenHasASeriousFinding(int width, ColorScheme theme) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(width, 720, theme))) {
            String good = journey("tok_ok", "CONFIRMED");
            String declined = journey("tok_declined", "CANCELLED");
            tab.go(ControlRoomTest.room(tab) + "journeys");
            assertThat(row(tab, good)).isVisible();
            ScreensTest.inspect(tab, "the journeys");
            tab.go(ControlRoomTest.room(tab) + "compare/" + good + "~" + declined);
            assertThat(message(tab, "OrderPlaced")).isVisible();
            ScreensTest.inspect(tab, "the comparison");
        }
    }

    /** Orders a pair with this card, and returns the correlation id. */
    private String journey(String card, String status) {
        var answer =
                buyer.orders(seller.lists("Pair to compare", "20.00"), card).expecting(202);
        buyer.waitsFor(answer.text("id"), status);
        return answer.response().headers().firstValue("Correlation-Id").orElseThrow();
    }

    private static Locator row(Tab tab, String journey) {
        return tab.find(".journeys tr[data-journey='" + journey + "']");
    }

    private static Locator message(Tab tab, String name) {
        return tab.find(".messages tr[data-message='" + name + "']");
    }

    private static int messagesOf(Tab tab, String journey) {
        tab.go(ControlRoomTest.room(tab) + "journeys/" + journey);
        assertThat(tab.find(".reacting")).containsText("All readers have reacted.");
        return tab.find(".messages tbody tr").count();
    }
}
