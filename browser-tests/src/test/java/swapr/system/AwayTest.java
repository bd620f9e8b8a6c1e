package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.Map;
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
