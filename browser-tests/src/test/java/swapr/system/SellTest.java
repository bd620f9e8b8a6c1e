package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Ada sells a pair, reduces its price and withdraws it. */
@InBrowser
class SellTest {

    private static final Pattern SEARCH_TIME = Pattern.compile("Search showed it within (\\d+) ms\\.");

    private final String title = "Pair " + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aWrongPriceIsExplainedAtTheFieldAndANewListingIsFound() {
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            tab.find("nav a[href='/sell']").click();
            fillIn(tab, "abc");
            tab.button("Offer it for sale").click();

            assertThat(tab.find("#price-problem")).containsText("The price must be a decimal number");
            assertThat(tab.find("#price")).isFocused();
            assertThat(Truth.read("/api/listings?q=" + title.replace(' ', '+')).path("items"))
                    .isEmpty();

            tab.find("#price").fill("210.00");
            tab.button("Offer it for sale").click();

            assertThat(tab.find(".saved")).containsText("Saved as version 1.");
            assertThat(tab.find(".saved")).containsText(SEARCH_TIME);
            tab.find(".logo").click();
            assertThat(tab.find(".card", title)).isVisible();
            JsonNode found = Truth.read("/api/listings?q=" + title.replace(' ', '+'));
            assertThat(found.at("/items/0/price/amount").asString()).isEqualTo("210.00");
        }
    }

    @Test
    void aLowerPriceIsShownAtOnceAndAHigherOneIsTakenBack() {
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            String id = sells(tab, "200.00");
            // The request is held back, so that the state in between can be seen.
            List<Route> held = new ArrayList<>();
            tab.page.route("**/price-reductions", held::add);
            tab.find("#price").fill("150.00");
            tab.button("Reduce the price").click();

            assertThat(tab.find("[data-pending=true]")).hasText("$150.00");
            assertThat(tab.find("del")).hasText("$200.00");
            tab.page.waitForCondition(() -> !held.isEmpty());
            held.getFirst().resume();
            tab.page.unroute("**/price-reductions");

            assertThat(tab.find(".saved")).containsText("Saved as version 2.");
            assertThat(tab.find(".saved")).containsText(SEARCH_TIME);
            assertThat(tab.find("[data-pending=true]")).hasCount(0);
            assertThat(tab.find("[data-read=stored] td").last()).hasText("2");
            assertThat(tab.find("[data-read=search] td").last()).hasText("2");

            tab.find("#price").fill("180.00");
            tab.button("Reduce the price").click();

            assertThat(tab.find("#price-problem")).hasText("The new price must be lower than 150.00 USD.");
            assertThat(tab.find(".price.large")).hasText("$150.00");
            assertThat(Truth.read("/api/listings/" + id).at("/price/amount").asString())
                    .isEqualTo("150.00");
        }
    }

    @Test
    void twoPressesWithdrawAListing() {
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            String id = sells(tab, "90.00");

            tab.button("Withdraw").click();
            assertThat(tab.button("No")).isFocused();
            tab.page.keyboard().press("Escape");
            assertThat(tab.button("Withdraw")).isFocused();
            assertThat(Truth.read("/api/listings/" + id).path("status").asString())
                    .isEqualTo("AVAILABLE");

            tab.button("Withdraw").click();
            tab.button("Withdraw it").click();

            assertThat(tab.find(".price.large .status")).hasText("Withdrawn");
            assertThat(Truth.read("/api/listings/" + id).path("status").asString())
                    .isEqualTo("WITHDRAWN");
        }
    }

    private void fillIn(Tab tab, String price) {
        tab.find("#title").fill(title);
        tab.find("#brand").fill("Jordan");
        tab.find("#size").fill("US 9");
        tab.find("#price").fill(price);
    }

    private String sells(Tab tab, String price) {
        tab.find("nav a[href='/sell']").click();
        fillIn(tab, price);
        tab.button("Offer it for sale").click();
        tab.find(".saved a", title).click();
        return tab.idInAddress("listings");
    }
}
