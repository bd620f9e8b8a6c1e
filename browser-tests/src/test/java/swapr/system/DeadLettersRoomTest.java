package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator redrives and discards dead letters on the page. Their states are those of the database. */
@InBrowser
@SuppressWarnings("NullAway.Init")
class DeadLettersRoomTest {

    private PoisonedKey poisoned;

    @BeforeEach
    void aPoisonedKey() {
        poisoned = new PoisonedKey();
    }

    @AfterEach
    void discardTheRest() {
        poisoned.close();
    }

    @Test
    void aRedriveFailsAgainInTwoWindowsAndADiscardNeedsAReason() {
        String head = "listing/" + poisoned.open("listing").getFirst();
        try (Tab tab = ControlRoomTest.open("dead");
                Tab other = ControlRoomTest.open("dead/" + head)) {
            assertThat(rows(tab, "listing")).hasCount(3);
            assertThat(rows(tab, "listing").filter(text("waiting behind another")))
                    .hasCount(2);
            assertThat(other.find(".letter .life").first()).hasText("parked");
            assertThat(other.find("pre")).containsText("UserRegistered");

            tab.button("Redrive " + head).click();
            assertThat(tab.find(".done")).hasText("Redrive requested for " + head + ".");
            assertThat(tab.find("[data-letter='" + head + "'] .life")).hasText("failed again 1");
            assertThat(other.find(".letter .life").first()).hasText("failed again 1");
            assertThat(PoisonedKey.number("listing", "select redrives from dead_letters where id = " + id(head)))
                    .containsExactly("1");

            other.button("Discard").click();
            assertThat(other.find(".refused")).containsText("A discard needs a reason.");
            assertThat(poisoned.open("listing")).hasSize(3);
            other.page.getByLabel("Reason").fill("tried by a test");
            other.button("Discard").click();
            assertThat(other.find(".letter .life").first()).hasText("discarded");
            assertThat(other.find("[data-field=reason]")).containsText("tried by a test");
            assertThat(rows(tab, "listing")).hasCount(0);
            assertThat(PoisonedKey.number(
                            "listing",
                            "select count(*) from dead_letters where status = 'DISCARDED'"
                                    + " and reason = 'tried by a test' and discarded_by like 'user:%' and id = "
                                    + id(head)))
                    .containsExactly("1");
            assertThat(poisoned.open("listing"))
                    .as("the events behind it were applied")
                    .isEmpty();
        }
    }

    @Test
    void aGroupAndAKeyAreRedrivenTogether() {
        String head = "notification/" + poisoned.open("notification").getFirst();
        try (Tab tab = ControlRoomTest.open("dead")) {
            var group = tab.find(".deadgroups tr", "notification-service").first();
            group.locator("button").click();
            assertThat(tab.find(".done")).containsText("Redrive requested for 1 in notification-service.");
            assertThat(tab.find("[data-letter='" + head + "'] .life")).hasText("failed again 1");

            tab.button("Redrive the key of " + head).click();
            assertThat(tab.find("[data-letter='" + head + "'] .life")).hasText("failed again 2");
            assertThat(PoisonedKey.number("notification", "select redrives from dead_letters where id = " + id(head)))
                    .containsExactly("2");
        }
    }

    @Test
    void anUnknownDeadLetterIsSaidInASentence() {
        try (Tab tab = ControlRoomTest.open("dead/listing/999999")) {
            assertThat(tab.find("[role=alert][data-status='404']")).containsText("Check the number.");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "400, LIGHT"})
    void noScreenHasASeriousFinding(int width, ColorScheme theme) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(width, 720, theme))) {
            tab.go(ControlRoomTest.room(tab) + "dead");
            assertThat(rows(tab, "listing")).hasCount(3);
            ScreensTest.inspect(tab, "the dead letters");
            rows(tab, "listing").first().locator("a").click();
            assertThat(tab.find(".fields")).isVisible();
            ScreensTest.inspect(tab, "one dead letter");
        }
    }

    /** The rows of this test's key. */
    private Locator rows(Tab tab, String service) {
        return tab.find("tr[data-letter^='" + service + "/']", poisoned.name);
    }

    private static Locator.FilterOptions text(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static String id(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
