package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control room on a stage: its keys, the map hop by hop, and a sequence that can be read from the last row. */
@InBrowser
class StageRoomTest {

    /** The pairs of texts in a drawing that overlap, and the texts that are not all inside of it. */
    private static final String COLLISIONS = """
            () => {
              const all = [...document.querySelectorAll('.drawing text')].filter(one => one.textContent.trim());
              const boxes = all.map(one => [one.textContent.trim(), one.getBoundingClientRect()]);
              const frame = document.querySelector('.drawing').getBoundingClientRect();
              const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
                && a.top < b.bottom - 1 && b.top < a.bottom - 1;
              return boxes.flatMap(([text, box], n) => [
                ...boxes.slice(n + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${text} and ${other}`),
                ...(box.left < frame.left - 1 || box.right > frame.right + 1 ? [`${text} is cut`] : []),
              ]);
            }""";

    @Test
    void theQuestionMarkListsAllKeys() {
        try (Tab tab = ControlRoomTest.enter(Tab.open(1280, 720, ColorScheme.LIGHT))) {
            assertThat(tab.find(".map [data-topic]").first()).isVisible();
            tab.page.keyboard().press("?");
            assertThat(tab.find("dialog[open]")).containsText("presenter mode");
            assertThat(tab.find("dialog[open] tbody tr")).hasCount(10);
            assertThat(tab.find("nav a")).hasCount(7);
            assertThat(tab.find("dialog[open]")).containsText("1 to 7");
            ScreensTest.inspect(tab, "the keys");

            tab.page.keyboard().press("p");
            assertThat(tab.button("Present")).hasAttribute("aria-pressed", "false");
            tab.page.keyboard().press("Escape");
            assertThat(tab.find("dialog")).hasCount(0);
            tab.button("Keys").click();
            tab.button("Close").click();
            assertThat(tab.find("dialog")).hasCount(0);
        }
    }

    @Test
    void spaceStopsTheTokensAndTheArrowShowsTheNextHop() {
        Person seller = Person.registers("Selma");
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            assertThat(tab.find(".map [data-topic]").first()).isVisible();
            assertThat(tab.find(".tokens .token")).hasCount(0);
            tab.page.keyboard().press("Space");
            assertThat(tab.find(".held")).containsText("The tokens stand still.");
            String listing = seller.lists("Pair hop by hop", "20.00");
            var row = tab.find(".recent tr", "listing …" + listing.substring(30));
            assertThat(row).not().containsText("waits for");
            assertThat(tab.find(".held")).containsText(Pattern.compile("[2-9]\\d* hops wait"));
            assertThat(tab.find(".tokens .token")).hasCount(0);

            var listed = tab.find(".tokens .token", "ListingCreated");
            for (int hops = 0; hops < 30 && listed.count() == 0; hops++) {
                tab.page.keyboard().press("ArrowRight");
            }
            assertThat(listed.first()).isVisible();
            assertThat(listed.first()).hasAttribute("data-event", row.getAttribute("data-event"));
            tab.page.keyboard().press("Space");
            assertThat(tab.find(".held")).hasCount(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noTextsOfASequenceOverlap(boolean presenting) {
        Person seller = Person.registers("Selma");
        Person buyer = Person.registers("Bert");
        String listing = seller.lists("Pair with a title so long that its e-mails have a long subject", "120.00");
        var answer = buyer.orders(listing, "tok_ok").expecting(202);
        String journey =
                answer.response().headers().firstValue("Correlation-Id").orElseThrow();
        buyer.waitsFor(answer.text("id"), "CONFIRMED");
        seller.receives("Sold");
        try (Tab tab = ControlRoomTest.open("journeys/" + journey)) {
            assertThat(tab.find("[data-effect=mail]", "Sold")).hasCount(1);
            if (presenting) {
                tab.page.keyboard().press("p");
            }
            tab.button("Sequence").click();
            assertThat(tab.find(".arrow", "SendEmail").first()).isVisible();
            assertThat((List<?>) tab.page.evaluate(COLLISIONS)).isEmpty();
        }
    }

    /** The start page asks the edge which services answer. A request of its own would be refused without a token. */
    @Test
    void theStartPageWritesNoErrorForAVisitor() {
        try (Tab tab = Tab.open()) {
            var lines = new CopyOnWriteArrayList<String>();
            tab.page.onConsoleMessage(message -> lines.add(message.text()));
            tab.go("/start");
            assertThat(tab.find(".state", "up")).hasCount(5);
            assertThat(tab.find(".state", "down")).hasCount(0);
            assertThat(lines).isEmpty();
        }
    }
}
