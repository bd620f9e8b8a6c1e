package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control room for a projector, for a learner, on paper, as tables, and without motion. */
@InBrowser
class ModesRoomTest {

    /** The visible texts that are smaller than 18 pixels. A drawing scales its texts. */
    private static final String SMALL_TEXTS = """
            () => {
              const small = [];
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              for (let text = texts.nextNode(); text; text = texts.nextNode()) {
                const element = text.parentElement;
                const seen = text.data.trim() && element.checkVisibility() && !element.closest('title, .skip');
                const scale = element.ownerSVGElement?.getScreenCTM().a ?? 1;
                const size = parseFloat(getComputedStyle(element).fontSize) * scale;
                if (seen && size < 18) small.push(`${size.toFixed(1)} px: ${text.data.trim()}`);
              }
              return small;
            }""";

    private static final String SCHEME = "getComputedStyle(document.documentElement).colorScheme";

    private static String journey = "";
    private static String order = "";

    @BeforeAll
    static void aConfirmedOrder() {
        Person seller = Person.registers("Selma");
        Person buyer = Person.registers("Bert");
        String listing = seller.lists("Pair for all modes", "120.00");
        var answer = buyer.orders(listing, "tok_ok").expecting(202);
        order = answer.text("id");
        journey = answer.response().headers().firstValue("Correlation-Id").orElseThrow();
        buyer.waitsFor(order, "CONFIRMED");
        seller.receives("Sold");
    }

    /** Opens a page, and waits for its data. */
    private static void go(Tab tab, String page) {
        tab.go(ControlRoomTest.room(tab) + page.replace("JOURNEY", journey).replace("ORDER", order));
        String data = switch (page) {
            case "" -> ".map [data-topic]";
            case "dead" -> ".dead section, .dead .empty";
            case "faults" -> "[data-process=listing]";
            default -> "article tbody tr";
        };
        tab.find(data).first().waitFor(new Locator.WaitForOptions().setTimeout(90_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "topics", "dead", "balance", "faults", "journeys/JOURNEY", "orders/ORDER"})
    void inPresenterModeNoTextIsSmall(String page) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(1280, 720, ColorScheme.DARK))) {
            go(tab, page);
            assertThat((List<?>) tab.page.evaluate(SMALL_TEXTS)).isNotEmpty();
            tab.page.keyboard().press("p");

            assertThat(tab.button("Present")).hasAttribute("aria-pressed", "true");
            assertThat((List<?>) tab.page.evaluate(SMALL_TEXTS)).as(page).isEmpty();
            assertThat(tab.page.evaluate(SCHEME)).as("light, for a projector").isEqualTo("light");
            ScreensTest.inspect(tab, page + " in presenter mode");

            tab.page.reload();
            assertThat(tab.button("Present")).hasAttribute("aria-pressed", "true");
            tab.button("Present").click();
            assertThat(tab.page.evaluate(SCHEME)).isEqualTo("light dark");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "topics", "dead", "balance", "faults", "journeys/JOURNEY", "orders/ORDER"})
    void inExplainModeEachMarkedTermHasItsText(String page) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(1280, 720, ColorScheme.LIGHT))) {
            go(tab, page);
            assertThat(tab.find(".explain")).hasCount(0);
            tab.page.keyboard().press("e");

            Object marked = tab.page.evaluate(
                    "new Set([...document.querySelectorAll('main [data-term]')].map(one => one.dataset.term)).size");
            var buttons = tab.find(".explain button");
            assertThat(buttons).hasCount((int) marked);
            if (!page.equals("dead")) { // it may have no dead letters
                buttons.first().click();
                assertThat(tab.find(".explanation")).containsText(".java#");
                ScreensTest.inspect(tab, page + " in explain mode");
                tab.page.keyboard().press("Escape");
                assertThat(tab.find(".explanation")).hasText("");
                tab.find("main [data-term]").last().click();
                assertThat(tab.find(".explanation")).containsText(".java#");
            }
            tab.button("Explain").click();
            assertThat(tab.find(".explain")).hasCount(0);
        }
    }

    @Test
    void digitsOpenThePagesExceptWhileAPersonTypes() {
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            tab.page.keyboard().press("2");
            assertThat(tab.heading("Topics").first()).isVisible();
            tab.page.keyboard().press("4");
            assertThat(tab.heading("Balance").first()).isVisible();
            tab.find(".find input").fill("");
            tab.find(".find input").press("1");
            assertThat(tab.find(".find input")).hasValue("1");
            assertThat(tab.heading("Balance").first()).isVisible();
        }
    }

    @Test
    void theTablesHaveTheFiguresOfTheDrawing() {
        Person seller = Person.registers("Selma");
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            assertThat(tab.find("[data-service=listing] .state")).containsText("healthy");
            try (var _ = FrozenProcess.freeze("kafka")) {
                seller.lists("One that waits", "10.00");
                seller.lists("Another that waits", "11.00");
                assertThat(tab.find("[data-outbox=listing] [data-event]")).hasCount(2);
                for (String service : List.of("user", "listing", "purchase", "notification", "analytics")) {
                    List<String> drawn = tab.find(".map [data-service=" + service + "] .figure")
                            .allTextContents();
                    tab.page.keyboard().press("t");
                    assertThat(tab.find(".tables tr[data-service=" + service + "] .number"))
                            .hasText(drawn.toArray(String[]::new));
                    tab.page.keyboard().press("t");
                    assertThat(tab.find(".map")).isVisible();
                }
                tab.page.keyboard().press("t");
                assertThat(tab.find(".tables tr[data-service=listing] .number").first())
                        .hasText("2");
            }
        }
    }

    @Test
    void withReducedMotionTheRecordsAppearAndNothingMoves() {
        try (Tab still = ControlRoomTest.enter(Tab.open(1280, 720, ColorScheme.LIGHT));
                Tab moving = ControlRoomTest.enter(Tab.open())) {
            countTokens(still);
            countTokens(moving);
            Person.registers("Sina").lists("Pair without motion", "20.00");

            assertThat(still.find(".recent tr", "ListingCreated").first()).isVisible();
            moving.page.waitForFunction("() => window.tokens > 0");
            assertThat(still.page.evaluate("window.tokens")).isEqualTo(0);
            assertThat(still.page.evaluate("document.getAnimations().length")).isEqualTo(0);
        }
    }

    private static void countTokens(Tab tab) {
        assertThat(tab.find(".map [data-topic]").first()).isVisible();
        tab.page.evaluate("""
                () => {
                  window.tokens = 0;
                  const count = changes => changes.forEach(change => { window.tokens += change.addedNodes.length; });
                  new MutationObserver(count).observe(document.querySelector('.tokens'), { childList: true });
                }""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "topics", "balance", "faults", "journeys/JOURNEY", "orders/ORDER"})
    void onPaperAPageIsLightAndHasNothingToPress(String page) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(1280, 720, ColorScheme.DARK))) {
            go(tab, page);
            tab.page.keyboard().press("e");
            tab.page.pdf(); // opens all envelopes, as printing does
            tab.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            assertThat(tab.page.evaluate(SCHEME)).isEqualTo("light");
            assertThat(tab.find("main")).isVisible();
            assertThat(tab.find("button:visible, nav:visible, input:visible, .explain:visible"))
                    .hasCount(0);
            assertThat(tab.find("details:not([open])")).hasCount(0);
        }
    }
}
