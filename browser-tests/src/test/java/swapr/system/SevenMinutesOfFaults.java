package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The part of the show in which the presenter causes faults. Afterwards nothing is lost. */
final class SevenMinutesOfFaults {

    /** Orders a second. Two cores also have the browser and this test. */
    private static final int RATE = Runtime.getRuntime().availableProcessors() > 2 ? 20 : 5;

    private static final int FEW = 2;
    private static final LocatorAssertions.HasCountOptions SLOW_COUNT =
            new LocatorAssertions.HasCountOptions().setTimeout(Presenter.SLOW_MS);

    private final Presenter presenter;
    private final Tab room;
    private final Tab bob;
    private final String title;

    /** @param title of the pair that Bob has bought */
    SevenMinutesOfFaults(Presenter presenter, String title) {
        this.presenter = presenter;
        this.title = title;
        room = presenter.room;
        bob = presenter.bob;
    }

    void play() {
        aServiceIsKilledUnderLoad();
        itStartsAndNothingIsLost();
        kafkaFreezesAndTheShopStillSells();
        theBankIsDownAndTheOrderWaits();
    }

    private void aServiceIsKilledUnderLoad() {
        presenter.sendsLoad(RATE);
        presenter.shows("");
        assertThat(room.find(".map .load")).containsText("Load " + RATE + " orders/s");
        presenter.picture(room, "load");
        presenter.stops("Kill", "purchase");
        presenter.shows("");
        assertThat(room.find(".map [data-service=purchase] .state")).containsText("away", Presenter.SLOW);
        bob.go(Stage.shop() + "/orders");
        assertThat(bob.find(".trouble").first()).containsText("purchase-service");
        assertThat(Presenter.asks(bob, "/api/orders").path("status").asInt()).isEqualTo(503);
        assertThat(presenter.lag("purchase")).hasText(Pattern.compile("[1-9]\\d*"), Presenter.SLOW_TEXT);
        presenter.picture(room, "purchase-is-away");
        presenter.picture(bob, "the-shop-says-why");
    }

    private void itStartsAndNothingIsLost() {
        presenter.shows("faults");
        room.button("Stop the load").click();
        presenter.starts("purchase");
        presenter.shows("");
        assertThat(presenter.lag("purchase")).hasText("0", Presenter.SLOW_TEXT);
        assertThat(bob.find("main")).containsText(title, Presenter.SLOW);
        assertThat(Presenter.asks(bob, "/api/orders").path("status").asInt()).isEqualTo(200);
        presenter.shows("balance");
        assertThat(room.find("[data-verdict=nothing_lost]")).isVisible(Presenter.SLOWLY);
        presenter.picture(room, "nothing-lost");
    }

    private void kafkaFreezesAndTheShopStillSells() {
        Presenter.fillIn(presenter.ada, title + " too");
        presenter.stops("Freeze", "kafka");
        presenter.ada.button("Offer it for sale").click();
        assertThat(presenter.ada.find(".saved")).containsText("Saved as version 1.");
        presenter.shows("");
        var waiting = room.find("[data-outbox=listing] [data-event]");
        assertThat(waiting).hasCount(1);
        assertThat(waiting).containsText("ListingCreated");
        assertThat(room.find(".trouble")).containsText("Not healthy: kafka.");
        waiting.scrollIntoViewIfNeeded();
        presenter.picture(room, "kafka-is-frozen");
        String event = waiting.getAttribute("data-event");
        if (Stage.isOurs()) {
            String query = "select event_id from outbox o join event_log e on e.position = o.event";
            assertThat(Swapr.run("sql", "listing", query).expecting(0).output()).contains(event);
        }
        presenter.continues("kafka");
        presenter.shows("");
        assertThat(room.find(".outboxes")).hasCount(0, SLOW_COUNT);
        assertThat(room.find(".recent tr[data-event='" + event + "']")).not().containsText("waits for");
    }

    private void theBankIsDownAndTheOrderWaits() {
        presenter.sendsLoad(FEW); // failures of one buyer alone do not open the breaker
        presenter.causes("Bank down", "bank");
        bob.go(Stage.shop() + "/");
        String order = bob.chooses(title + " too", "Good card").orders();
        assertThat(bob.find(".verdict")).containsText("Waiting for the bank");
        presenter.shows("");
        assertThat(room.find("[data-topic=payment-requests] .open")).hasText(Pattern.compile("[1-9]\\d* open"));
        assertThat(room.find(".map .breaker[data-breaker=open]")).hasText("breaker open");
        presenter.picture(room, "an-order-waits-for-the-bank");
        presenter.picture(bob, "bob-waits");
        assertThat(captured(order)).isZero();
        presenter.shows("faults");
        room.button("End the fault of bank").click();
        room.button("Stop the load").click();
        assertThat(bob.find(".verdict .status")).hasText("Confirmed", Presenter.SLOW_TEXT);
        assertThat(captured(order)).isEqualTo(1);
    }

    /** The number of payments in the journey of an order. The room reads them from the ledger of the bank. */
    private int captured(String order) {
        JsonNode events = Presenter.asks(bob, "/api/orders/" + order + "/events");
        String journey = events.at("/body/items/0/correlation_id").asString();
        Object text =
                room.page.evaluate("id => fetch('/room/api/journeys/' + id).then(answer => answer.text())", journey);
        return String.valueOf(text).split("CAPTURED", -1).length - 1;
    }
}
