package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The person of a tab changes while a request is on its way. The tests call the module of the shop, because a person
 * would have to press two buttons within milliseconds.
 */
@InBrowser
class SessionTest {

    private static final String RENEWAL = "**/demo/sessions";

    /** Moves the time of the sign-in so far into the past that half of the token's time is over. */
    private static final String HALF_OVER = """
            () => {
              const session = JSON.parse(sessionStorage.getItem('swapr.session'));
              session.since -= 2 * (session.until - Date.now());
              sessionStorage.setItem('swapr.session', JSON.stringify(session));
              return session.since;
            }""";

    @Test
    void aTokenIsRenewedBeforeItsEnd() {
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            Object moved = tab.page.evaluate(HALF_OVER); // two tokens of the same second are equal, so compare times

            tab.page.waitForResponse(RENEWAL, () -> tab.go("/orders"));

            assertThat(tab.heading("Your orders")).isVisible();
            tab.page.waitForCondition(() -> !moved.equals(stored(tab, "since")));
            assertThat(stored(tab, "name")).isEqualTo("Ada");
        }
    }

    @Test
    void twoTabsOfOneWindowHaveTwoPeople() {
        try (Tab first = Tab.open().go("/").as("Ada")) {
            Tab second = first.beside().go("/").as("Bob");

            first.page.reload();

            assertThat(first.find(".account")).hasAttribute("aria-label", "Account of Ada");
            second.page.reload();
            assertThat(second.find(".account")).hasAttribute("aria-label", "Account of Bob");
            assertThat(stored(first, "name")).isEqualTo("Ada");
        }
    }

    @Test
    void aPersonWhoSignsOutDuringARenewalStaysSignedOut() {
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            Route renewal = renewalIsHeld(tab);

            tab.page.evaluate("() => import('/shop/session.js').then(shop => shop.signOut())");
            tab.page.waitForResponse(RENEWAL, renewal::resume).finished();
            tab.page.evaluate("() => new Promise(done => setTimeout(done, 200))"); // a wrong page would use the answer

            assertThat(tab.find(".account")).hasAttribute("aria-label", "Sign in");
            assertThat(stored(tab, "name")).isNull();
        }
    }

    @Test
    void aRequestOfAdaIsNotSentAsBob() {
        try (Tab tab = Tab.open().go("/").as("Ada")) {
            List<Route> held = new ArrayList<>();
            List<String> senders = new ArrayList<>();
            tab.page.route("**/api/listings", route -> {
                senders.add(route.request().headers().getOrDefault("authorization", ""));
                if (held.isEmpty()) {
                    held.add(route);
                } else {
                    route.fulfill(new Route.FulfillOptions().setStatus(201));
                }
            });
            tab.page.evaluate("""
                    () => import('/shop/session.js').then(shop => {
                      window.sale = shop.call('POST', '/api/listings', { body: {} }).then(() => 'sold', p => p.status);
                    })""");
            tab.page.waitForCondition(() -> !held.isEmpty());

            tab.page.evaluate("() => import('/shop/session.js').then(shop => shop.signInSample('bob'))");
            held.getFirst().fulfill(new Route.FulfillOptions().setStatus(401));

            assertThat(tab.page.evaluate("() => window.sale")).isEqualTo(401);
            assertThat(senders).hasSize(1);
            assertThat(stored(tab, "name")).isEqualTo("Bob");
        }
    }

    /** The next request of the page needs a renewal. Returns it before it is sent. */
    private static Route renewalIsHeld(Tab tab) {
        List<Route> held = new ArrayList<>();
        tab.page.route(RENEWAL, held::add);
        tab.page.evaluate(HALF_OVER);
        tab.go("/orders");
        tab.page.waitForCondition(() -> !held.isEmpty());
        return held.getFirst();
    }

    private static Object stored(Tab tab, String field) {
        return tab.page.evaluate(
                "field => JSON.parse(sessionStorage.getItem('swapr.session'))?.[field] ?? null", field);
    }
}
