package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An order that does not succeed. The page shows why, and no money moves. */
@InBrowser
class RefusedOrderTest {

    private final Person seller = Person.registers("Selma");
    private final String title = "Pair " + UUID.randomUUID().toString().substring(0, 8);
    private final String listing = seller.lists(title, "230.00");

    @Test
    void aDeclinedCardCancelsTheOrderAndThePairIsForSaleAgain() {
        try (Tab tab = Tab.open().go("/").as("Bob")) {
            String order = tab.chooses(title, "Declined card").orders();

            assertThat(tab.find(".verdict")).containsText("The bank declined the card.");
            assertThat(tab.find("[data-read=search] .status")).hasText("Available");
            seller.seesListing(listing, "AVAILABLE");
            assertThat(Truth.ledger(order)).doesNotContain("CAPTURED");
        }
    }

    @Test
    void anOwnAndASoldPairCannotBeBought() {
        List<String> before = Truth.orderIds("ada");
        String own = Truth.read("/api/listings?seller=00000000-0000-7000-8000-000000000001&status=AVAILABLE")
                .at("/items/0/id")
                .asString();
        Person buyer = Person.registers("Berta");
        buyer.waitsFor(buyer.orders(listing, "tok_ok").expecting(202).text("id"), "CONFIRMED");
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            tab.go("/listings/" + own);
            assertThat(tab.find(".owner .note")).hasText("This is your listing, so you cannot buy it.");
            assertThat(tab.button("Buy now")).hasCount(0);

            tab.go("/listings/" + listing);
            assertThat(tab.find(".about .note")).hasText("This pair is sold.");
            assertThat(tab.button("Buy now")).hasCount(0);
        }
        assertThat(Truth.orderIds("ada")).isEqualTo(before);
    }

    /** The page still offers the pair. The order is canceled, and the page shows why. */
    @Test
    void aPairThatAnotherBuyerHasBoughtMeanwhileIsNotBoughtTwice() {
        Person faster = Person.registers("Felix");
        try (Tab tab = Tab.open().go("/").as("Bob")) {
            tab.chooses(title, "Good card");
            faster.waitsFor(faster.orders(listing, "tok_ok").expecting(202).text("id"), "CONFIRMED");
            tab.find("dialog[open] [type=submit]").click();

            String order = tab.idInAddress("orders");
            assertThat(tab.find(".verdict")).containsText("Another buyer was faster");
            assertThat(Truth.ledger(order)).isEmpty();
        }
    }
}
