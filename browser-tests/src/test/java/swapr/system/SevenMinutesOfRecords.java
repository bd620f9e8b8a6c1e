package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The part of the show in which the presenter sends records that no service has sent. */
final class SevenMinutesOfRecords {

    private final Presenter presenter;
    private final Tab room;
    private final Tab ada;
    private final String title;

    /** @param title of the pair that Bob has bought */
    SevenMinutesOfRecords(Presenter presenter, String title) {
        this.presenter = presenter;
        this.title = title;
        room = presenter.room;
        ada = presenter.ada;
    }

    void play() {
        onePoisonedKeyStopsAndTheOthersGoOn();
        recordsAreSentAgainAndNothingChanges();
    }

    private void onePoisonedKeyStopsAndTheOthersGoOn() {
        presenter.causes("Send a poison record", "records");
        presenter.shows("dead");
        var heads = room.find(".letters tr[data-letter]", "UserRegistered");
        var behind = room.find(".letters tr[data-letter]", "waiting behind another");
        assertThat(heads).hasCount(2); // one of listing, one of notification
        assertThat(behind).hasCount(4);
        behind.first().scrollIntoViewIfNeeded();
        presenter.picture(room, "one-key-stops");
        Presenter.fillIn(ada, title + " goes on");
        ada.button("Offer it for sale").click();
        assertThat(ada.find(".saved")).containsText("Search showed it within");
        String head = heads.first().getAttribute("data-letter");
        room.button("Redrive " + head).click();
        assertThat(room.find("[data-letter='" + head + "'] .life")).hasText("failed again 1", Presenter.SLOW_TEXT);
        presenter.picture(room, "failed-again");
        for (Object letter : (List<?>) heads.evaluateAll("all => all.map(one => one.dataset.letter)")) {
            presenter.shows("dead");
            room.find(".letters a[href$='/" + letter + "']").click();
            room.page.getByLabel("Reason").fill("sent by the presenter");
            room.button("Discard").click();
            assertThat(room.find(".letter .life").first()).hasText("discarded");
        }
        presenter.shows("dead");
        assertThat(room.find(".dead .empty")).isVisible(Presenter.SLOWLY);
        presenter.picture(room, "no-dead-letters");
    }

    private void recordsAreSentAgainAndNothingChanges() {
        int before = emails();
        presenter.shows("");
        Locator total = room.find(".connection .quiet");
        String records = total.textContent();
        presenter.causes("Send 50 records again", "records");
        presenter.shows("");
        assertThat(total).not().hasText(records);
        for (String service : List.of("listing", "purchase", "notification", "analytics")) {
            assertThat(presenter.lag(service)).hasText("0", Presenter.SLOW_TEXT);
        }
        presenter.picture(room, "sent-again");
        presenter.shows("faults");
        room.button("Undo everything").click();
        assertThat(room.find("[data-server][data-state=none]")).hasCount(2);
        presenter.isIdle();
        presenter.shows("balance");
        assertThat(room.find("[data-verdict=nothing_lost]")).isVisible(Presenter.SLOWLY);
        assertThat(room.find("[data-money=difference]"))
                .hasText(Pattern.compile("\\s*0(\\.00)?\\s*"), Presenter.SLOW_TEXT);
        assertThat(emails()).as("e-mails").isEqualTo(before);
        presenter.picture(room, "nothing-changes");
        if (Stage.isOurs()) {
            await("the oracle knows the records that were sent again")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> new FaultLog(Swapr.HOME).injected().size() > 50);
            room.button("Check all invariants").click();
            assertThat(room.find(".oracle .result")).hasText("All invariants hold.", Presenter.SLOW_TEXT);
            presenter.picture(room, "all-invariants-hold");
        }
    }

    /** The number of e-mails in the mailbox. The shop knows its address. */
    private int emails() {
        String mail = Truth.read(Stage.shop() + "/demo").path("mail").asString();
        return Truth.read(mail.replaceFirst("/$", "") + "/api/v1/messages")
                .path("total")
                .asInt(-1);
    }
}
