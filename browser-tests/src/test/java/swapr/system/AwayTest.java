package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A service is away, or a session has ended. */
@InBrowser
class AwayTest {

    /** The page tries again after 15 s at the latest. */
    private static final double BACK_MS = 30_000;

    @Test
    void aKilledServiceIsNamedAndThePageRecovers() {
        String someListing =
                Truth.read("/api/listings?limit=1").at("/items/0/id").asString();
        try (Tab browse = Tab.open().go("/");
                Tab listing = Tab.open().go("/listings/" + someListing)) {
            assertThat(browse.find(".card[data-listing]").first()).isVisible();
            Swapr.run("down", "--kill", "listing").expecting(0);
            try {
                browse.find("[data-filter=brand]").first().click();

                assertThat(browse.find(".trouble")).containsText("listing-service cannot be reached.");
                assertThat(browse.find(".trouble")).containsText("The next attempt is in");
                assertThat(browse.button("Try now")).isVisible();
                assertThat(listing.find(".trouble").first()).containsText("listing-service cannot be reached.");
                assertThat(listing.find("h1")).isVisible();
            } finally {
                Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);
            }

            var back = new LocatorAssertions.HasCountOptions().setTimeout(BACK_MS);
            assertThat(browse.find(".trouble")).hasCount(0, back);
            assertThat(browse.find(".card[data-listing]").first()).isVisible();
            assertThat(listing.find(".trouble")).hasCount(0, back);
        }
    }

    /** The clock of this computer is an hour behind, so the page must count with the clock of the server. */
    @Test
    void anOrderThatWaitsSaysSoAlsoWithAWrongClock() {
        Person seller = Person.registers("Selma");
        String title = "Pair that waits " + UUID.randomUUID().toString().substring(0, 8);
        seller.lists(title, "80.00");
        try (Tab tab = Tab.open()) {
            tab.page.addInitScript("const now = Date.now; Date.now = () => now() - 3600_000;");
            tab.go("/").as("Bob").chooses(title, "Good card");
            try (var _ = FrozenProcess.freeze("listing")) {
                String order = tab.orders();
                assertThat(tab.find(".verdict")).containsText("This takes longer than usual.");
                assertThat(Truth.readAs("bob", "/api/orders/" + order)
                                .path("status")
                                .asString())
                        .isEqualTo("PENDING");
            }
            assertThat(tab.find(".verdict .status"))
                    .hasText("Confirmed", new LocatorAssertions.HasTextOptions().setTimeout(BACK_MS));
            assertThat(tab.find(".verdict")).not().containsText("longer than usual");
        }
    }

    @Test
    void anOrderOfAnotherPersonIsNotShown() {
        Person seller = Person.registers("Selma");
        Person buyer = Person.registers("Bert");
        String order = buyer.orders(seller.lists("Pair of Bert", "70.00"), "tok_ok")
                .expecting(202)
                .text("id");
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            tab.go("/orders/" + order);

            assertThat(tab.find("main")).containsText("You have no such order");
            assertThat(tab.find("main")).not().containsText("Pair of Bert");
        }
    }

    @Test
    void anEndedSessionAsksForThePasswordAndStaysOnThePage() {
        Person eve = Person.registers("Eve");
        try (Tab tab = Tab.open().go("/orders")) {
            tab.find(".narrow button", "Sign in").click();
            signIn(tab, eve.email, "wrong");
            assertThat(tab.find("dialog[open] .refusal"))
                    .hasText("E-mail address and password do not match an account.");
            signIn(tab, eve.email, Person.PASSWORD);
            assertThat(tab.heading("You have no orders")).isVisible();

            eve.call("DELETE", "/api/sessions", null, Map.of()).expecting(204);

            assertThat(tab.find("dialog[open]")).containsText("Your session has ended.");
            signIn(tab, eve.email, Person.PASSWORD);
            assertThat(tab.heading("You have no orders")).isVisible();
        }
    }

    @Test
    void theTokenOfASampleUserIsRenewed() {
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            tab.page.evaluate("""
                    () => {
                      const session = JSON.parse(sessionStorage.getItem('swapr.session'));
                      session.token = session.token.slice(0, -8) + 'AAAAAAAA';
                      sessionStorage.setItem('swapr.session', JSON.stringify(session));
                    }""");

            tab.go("/orders");

            assertThat(tab.heading("Your orders")).isVisible();
            assertThat(tab.find(".rows, .empty")).isVisible();
            assertThat(tab.find("dialog[open]")).hasCount(0);
        }
    }

    private static void signIn(Tab tab, String email, String password) {
        tab.find("dialog[open] #email").fill(email);
        tab.find("dialog[open] #password").fill(password);
        tab.find("dialog[open] [type=submit]").click();
    }
}
