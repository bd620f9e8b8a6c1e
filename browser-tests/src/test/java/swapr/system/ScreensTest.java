package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each screen can be used by everyone: in both themes, on a narrow screen, with assistive technology. */
@InBrowser
class ScreensTest {

    private static String listing = "";
    private static String order = "";

    @BeforeAll
    static void bobHasAnOrder() {
        listing = Person.registers("Selma").lists("A pair with a very long title that needs several lines", "75.00");
        try (Tab tab = Tab.open().go("/").as("Bob")) {
            tab.go("/listings/" + listing);
            tab.button("Buy now").click();
            tab.find("dialog[open] [type=submit]").click();
            order = tab.idInAddress("orders");
            assertThat(tab.find(".verdict .status")).hasText("Confirmed");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, 720, LIGHT", "1280, 720, DARK", "360, 740, LIGHT", "360, 740, DARK"})
    void noScreenHasASeriousFinding(int width, int height, ColorScheme theme) {
        try (Tab tab = Tab.open(width, height, theme).go("/")) {
            check(tab, "/", ".card[data-listing]");
            check(tab, "/sell", ".narrow .samples");
            tab.as("Bob");
            check(tab, "/listings/" + listing, ".reads [data-read=search] .status");
            check(tab, "/sell", ".form");
            check(tab, "/orders", ".row");
            check(tab, "/orders/" + order, ".versions [data-version]");
            check(tab, "/inbox", ".message");
            tab.find(".account").click();
            inspect(tab, "the menu");
        }
    }

    @ParameterizedTest
    @CsvSource({"LIGHT", "DARK"})
    void noDialogHasASeriousFinding(ColorScheme theme) {
        String forSale = Person.registers("Sina").lists("For the dialog", "20.00");
        try (Tab tab = Tab.open(360, 740, theme).go("/")) {
            tab.go("/listings/" + forSale);
            tab.button("Sign in to buy").click();
            inspect(tab, "the sign-in");
            tab.page.keyboard().press("Escape");
            tab.as("Bob");
            tab.button("Buy now").click();
            inspect(tab, "the order");
        }
    }

    private static void check(Tab tab, String path, String ready) {
        tab.go(path);
        assertThat(tab.find(ready).first()).isVisible();
        inspect(tab, path);
    }

    static void inspect(Tab tab, String screen) {
        List<String> findings = new AxeBuilder(tab.page)
                .analyze().getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .map(rule -> rule.getId() + " at "
                                + rule.getNodes().getFirst().getHtml())
                        .toList();
        assertThat(findings).as(screen).isEmpty();
        assertThat(tab.page.evaluate("document.documentElement.scrollWidth > innerWidth"))
                .as(screen + " is wider than the window")
                .isEqualTo(false);
        assertThat(tab.page.evaluate("document.getAnimations().length"))
                .as(screen + " moves, although the user wants no motion")
                .isEqualTo(0);
    }
}
