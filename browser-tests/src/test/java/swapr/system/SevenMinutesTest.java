package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * The show of seven minutes, as a presenter plays it. Each step has a picture in target/seven-minutes, and compares the
 * page with the state behind it. docs/control-room.md has the command for a marketplace that runs already.
 */
@Tag(InBrowser.ALL)
@ExtendWith(Chromium.class)
class SevenMinutesTest {

    @RegisterExtension
    static final Extension MARKETPLACE = Stage.marketplace();

    private static final Pattern SEARCH_TIME = Pattern.compile("Search showed it within \\d+ ms\\.");
    private static final int MOST_HOPS = 30;

    private final String title = "Air Jordan 1 " + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void aPresenterPlaysTheShow() {
        try (var presenter = new Presenter()) {
            nothingMovesBecauseNothingHappens(presenter);
            adaSells(presenter);
            String order = bobBuys(presenter);
            new SevenMinutesOfFaults(presenter, title).play();
            new SevenMinutesOfRecords(presenter, title).play();
            theOrderGoesBackInTime(presenter, order);
        }
    }

    private static void nothingMovesBecauseNothingHappens(Presenter presenter) {
        Tab room = presenter.room;
        assertThat(room.find(".map [data-service=purchase] .state")).containsText("healthy");
        assertThat(room.button("Present")).hasAttribute("aria-pressed", "true");
        assertThat(room.find(".tokens .token")).hasCount(0);
        presenter.picture(room, "nothing-moves");
    }

    /** One event, and three readers. */
    private void adaSells(Presenter presenter) {
        Tab ada = presenter.ada;
        Presenter.signIn(ada, "Ada");
        Presenter.fillIn(ada, title);
        ada.button("Offer it for sale").click();
        assertThat(presenter.room.find(".tokens .token", "ListingCreated").first())
                .isVisible();
        presenter.picture(presenter.room, "one-event-on-its-way");
        assertThat(ada.find(".saved")).containsText("Saved as version 1.");
        assertThat(ada.find(".saved")).containsText(SEARCH_TIME);
        presenter.picture(ada, "ada-sells");

        JsonNode found = Presenter.asks(ada, "/api/listings?q=" + title.replace(' ', '+'));
        String listing = found.at("/body/items/0/id").asString();
        assertThat(found.at("/body/items/0/price/amount").asString()).isEqualTo("230.00");
        var row = presenter.room.find(".recent tr", "listing …" + listing.substring(30));
        for (String reader : List.of("listing-search", "notification", "analytics")) {
            assertThat(row).containsText(reader);
        }
        assertThat(row).not().containsText("waits for");

        presenter.room.page.keyboard().press("e");
        presenter.room.find(".explain button", "Outbox").first().click();
        assertThat(presenter.room.find(".explanation")).containsText("The relay sends the rows to Kafka in order");
        presenter.picture(presenter.room, "explain");
        presenter.room.page.keyboard().press("e");
    }

    /** The saga from the click to the confirmed order: on the map, as a journey, and as a sequence. */
    private String bobBuys(Presenter presenter) {
        Tab bob = presenter.bob;
        Tab room = presenter.room;
        Presenter.signIn(bob, "Bob");
        bob.chooses(title, "Good card");
        room.page.keyboard().press("Space");
        assertThat(room.find(".held")).isVisible();
        String order = bob.orders();
        assertThat(room.find(".recent", "OrderConfirmed")).isVisible();
        Locator placed = room.find(".tokens .token", "OrderPlaced").first();
        for (int hops = 0; hops < MOST_HOPS && !placed.isVisible(); hops++) {
            room.page.keyboard().press("ArrowRight");
        }
        assertThat(placed).isVisible();
        presenter.picture(room, "the-saga-hop-by-hop");
        room.page.keyboard().press("Space");
        assertThat(bob.find(".verdict .status")).hasText("Confirmed");
        presenter.picture(bob, "bob-buys");

        JsonNode events =
                Presenter.asks(bob, "/api/orders/" + order + "/events").at("/body/items");
        assertThat(events.valueStream().map(event -> event.path("event_type").asString()))
                .containsExactly("OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed");
        var row = room.find("tr[data-event='" + events.at("/0/event_id").asString() + "']");
        row.locator("a").click();
        assertThat(room.find(".reacting")).containsText("All readers have reacted.");
        assertThat(room.find("[data-effect=bank]")).containsText("CAPTURED 230.00 USD");
        assertThat(room.find("[data-effect=mail]")).hasCount(2);
        assertThat(ControlRoomTest.events(room, ".messages tbody tr"))
                .containsAll(events.valueStream()
                        .map(event -> event.path("event_id").asString())
                        .toList());
        presenter.picture(room, "journey");
        room.button("Sequence").click();
        assertThat(room.find(".arrow", "ChargePayment")).hasCount(1);
        presenter.picture(room, "sequence");
        presenter.shows("");
        return order;
    }

    private static void theOrderGoesBackInTime(Presenter presenter, String order) {
        Tab room = presenter.shows("orders/" + order);
        assertThat(room.find(".slider")).containsText("Version 4 of 4");
        room.find(".slider input").focus();
        for (int version = 4; version >= 1; version--) {
            JsonNode state = Presenter.asks(presenter.bob, "/api/orders/" + order + "?version=" + version);
            assertThat(room.find(".fold[data-version='" + version + "']"))
                    .hasAttribute("data-status", state.at("/body/status").asString());
            room.page.keyboard().press("ArrowLeft");
        }
        presenter.picture(room, "back-in-time");
        assertThat(room.find(".fold")).hasAttribute("data-status", "PENDING");
    }
}
