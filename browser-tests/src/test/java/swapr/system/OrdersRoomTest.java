package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the open orders says what an order waits for, and when it is too late. */
@InBrowser
class OrdersRoomTest {

    /** The deadline of these tests is 75 s after the order. */
    private static final double ENDED_MS = 90_000;

    private final Person seller = Person.registers("Olav");
    private final Person buyer = Person.registers("Britta");

    @Test
    void anOrderWaitsForAFrozenServiceAndIsConfirmedAfterwards() {
        String listing = seller.lists("Pair that waits", "44.00");
        try (Tab tab = ControlRoomTest.open("orders")) {
            String order;
            try (var _ = FrozenProcess.freeze("listing")) {
                order = buyer.orders(listing, "tok_ok").expecting(202).text("id");
                assertThat(row(tab, order).locator(".waits")).hasText("listing-service");
                assertThat(row(tab, order).locator(".state"))
                        .hasText("slow", new LocatorAssertions.HasTextOptions().setTimeout(7_000));
            }
            assertThat(row(tab, order)).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(ENDED_MS));
            buyer.waitsFor(order, "CONFIRMED");
        }
    }

    @Test
    void anOrderThatMissesItsDeadlineIsCanceledAndItsPairIsReleased() {
        String listing = seller.lists("Pair that comes back", "45.00");
        try (Tab tab = ControlRoomTest.open("orders")) {
            String order;
            try (var _ = FrozenProcess.freeze("listing")) {
                order = buyer.orders(listing, "tok_ok").expecting(202).text("id");
                assertThat(row(tab, order)).hasCount(1);
                assertThat(row(tab, order)).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(ENDED_MS));
                buyer.waitsFor(order, "CANCELLED");
            }
            tab.go(ControlRoomTest.room(tab) + "orders/" + order);
            assertThat(tab.find(".events")).containsText("OrderCancelled");
            assertThat(tab.find(".fold")).containsText("TIMED_OUT");
            Person next = Person.registers("Nora");
            String second = next.orders(listing, "tok_ok").expecting(202).text("id");
            next.waitsFor(second, "CONFIRMED");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "400, LIGHT"})
    void thePageHasNoSeriousFinding(int width, ColorScheme theme) {
        String listing = seller.lists("Pair on a page", "46.00");
        try (Tab tab = ControlRoomTest.enter(Tab.open(width, 720, theme));
                var _ = FrozenProcess.freeze("listing")) {
            String order = buyer.orders(listing, "tok_ok").expecting(202).text("id");
            tab.go(ControlRoomTest.room(tab) + "orders");
            assertThat(row(tab, order)).hasCount(1);
            ScreensTest.inspect(tab, "the open orders");
        }
    }

    private static Locator row(Tab tab, String order) {
        return tab.find("tr[data-order='" + order + "']");
    }
}
