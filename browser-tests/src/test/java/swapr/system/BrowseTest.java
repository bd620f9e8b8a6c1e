package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A visitor without an account looks for a pair. */
@InBrowser
@Tag(InBrowser.SHORT)
class BrowseTest {

    @Test
    void aFilterIsInTheAddressAndFindsAsManyPairsAsItSays() {
        JsonNode brand = Truth.read("/api/listings/facets").path("brands").path(0);
        String name = brand.path("value").asString();
        try (Tab tab = Tab.open().go("/")) {
            assertThat(tab.find(".card[data-listing]").nth(19)).isVisible();

            tab.find("[data-filter=brand]").first().click();

            assertThat(tab.find("h1")).hasText(brand.path("count").asInt() + " pairs");
            assertThat(tab.page).hasURL(Pattern.compile(".*[?&]brand=" + name));
            assertThat(tab.find(".card .brand").filter(new Locator.FilterOptions().setHasNotText(name)))
                    .hasCount(0);
            assertThat(tab.find("[data-filter=brand]").first()).hasAttribute("aria-pressed", "true");

            tab.page.reload();
            assertThat(tab.find("h1")).hasText(brand.path("count").asInt() + " pairs");

            tab.page.goBack();
            assertThat(tab.find("h1"))
                    .hasText(Truth.read("/api/listings/facets").path("total").asInt() + " pairs");
        }
    }

    @Test
    void allPairsCanBeShown() {
        int total = Truth.read("/api/listings/facets?brand=Nike").path("total").asInt();
        try (Tab tab = Tab.open().go("/?brand=Nike")) {
            showAll(tab, total);
        }
    }

    private static void showAll(Tab tab, int total) {
        assertThat(tab.find(".card[data-listing]").first()).isVisible();
        while (tab.find(".card[data-listing]").count() < total) {
            int shown = tab.find(".card[data-listing]").count();
            tab.button("Show more pairs").click();
            assertThat(tab.find(".card[data-listing]").nth(shown)).isVisible();
        }
        assertThat(tab.button("Show more pairs")).hasCount(0);
    }

    @Test
    void allPairsCanBeShownAgainAfterAFilter() {
        int total = Truth.read("/api/listings/facets").path("total").asInt();
        try (Tab tab = Tab.open().go("/")) {
            assertThat(tab.find(".card[data-listing]").first()).isVisible();
            tab.button("Show more pairs").click();
            assertThat(tab.find(".card[data-listing]").nth(24)).isVisible();
            tab.find("[data-filter=brand]").first().click();
            assertThat(tab.page).hasURL(Pattern.compile(".*brand=.*"));
            assertThat(tab.find(".results")).hasAttribute("aria-busy", "false");

            tab.page.goBack();

            assertThat(tab.find("h1")).hasText(total + " pairs");
            showAll(tab, total);
        }
    }

    @Test
    void theSearchFollowsTheKeyboard() {
        int total = Truth.read("/api/listings/facets?q=yeezy+zeb").path("total").asInt();
        try (Tab tab = Tab.open().go("/")) {
            assertThat(tab.find(".card[data-listing]").first()).isVisible();

            tab.page.keyboard().press("/");
            tab.page.keyboard().type("yeezy zeb");

            String pairs = total == 1 ? "1 pair" : total + " pairs";
            assertThat(tab.find("h1")).hasText(pairs + " for “yeezy zeb”");
            assertThat(tab.page).hasURL(Pattern.compile(".*q=yeezy\\+zeb"));
        }
    }

    @Test
    void aSearchWithoutHitsSaysSo() {
        try (Tab tab = Tab.open().go("/?q=unicorn&brand=Nike")) {
            assertThat(tab.heading("No pair matches")).isVisible();

            tab.button("Clear all filters").click();

            assertThat(tab.find(".card[data-listing]").first()).isVisible();
        }
    }

    @Test
    void anInvalidPriceIsExplainedAtTheField() {
        try (Tab tab = Tab.open().go("/")) {
            tab.find("[name=min_price]").fill("cheap");
            tab.find("[name=min_price]").press("Enter");

            assertThat(tab.find(".prices .wrong")).containsText("must be");
            assertThat(tab.find("[name=min_price]")).isFocused();
        }
    }

    @Test
    void theThemeIsKept() {
        try (Tab tab = Tab.open().go("/")) {
            tab.find(".account").click();
            tab.page.getByLabel("Dark").check();
            Object dark = tab.page.evaluate("getComputedStyle(document.body).backgroundColor");

            tab.page.reload();

            assertThat(tab.find(".card[data-listing]").first()).isVisible();
            assertThat(tab.page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(dark)
                    .isEqualTo("rgb(20, 22, 25)");
        }
    }
}
