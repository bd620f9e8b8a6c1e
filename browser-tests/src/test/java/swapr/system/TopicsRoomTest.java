package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the topics shows the offsets and the lags of the broker. */
@InBrowser
class TopicsRoomTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> EVENTS = List.of("user-events", "listing-events", "purchase-events");
    private static final LocatorAssertions.HasTextOptions SLOW =
            new LocatorAssertions.HasTextOptions().setTimeout(60_000);

    @Test
    void theOffsetsAreThoseOfTheBroker() {
        Person.registers("Tina").lists("Pair with an offset", "20.00");
        try (Tab tab = ControlRoomTest.open("topics");
                var broker = new BrokerOffsets()) {
            await().atMost(SOON).untilAsserted(() -> {
                for (String topic : EVENTS) {
                    assertThat(cells(tab, topic, "[data-row=first]")).isEqualTo(broker.firsts(topic));
                    assertThat(cells(tab, topic, "[data-row=end]")).isEqualTo(broker.ends(topic));
                }
                for (String topic : EVENTS.subList(1, 3)) {
                    assertThat(cells(tab, topic, "[data-lag=analytics-service]"))
                            .isEqualTo(withSum(broker.lags("analytics-service", topic)));
                }
            });
            assertThat(tab.find("[data-topic=payment-requests]")).containsText("may count finished commands");
            assertThat(tab.find("[data-page=topics]")).hasAttribute("aria-current", "page");
        }
    }

    @Test
    void aTabInTheBackgroundAsksWhenAPersonSeesIt() {
        List<String> asked = new ArrayList<>();
        try (Tab tab = Tab.open()) {
            // Without intervals, only the event can cause the request.
            tab.page.addInitScript("""
                    Object.defineProperty(document, 'hidden', { get: () => !window.isSeen });
                    window.setInterval = () => 0;""");
            tab.page.onRequest(request -> asked.add(request.url()));
            tab.go(ControlRoomTest.link());
            tab.go(ControlRoomTest.room(tab) + "topics");
            assertThat(tab.find(".topics")).isVisible();
            tab.page.evaluate("() => new Promise(done => setTimeout(done, 500))"); // a wrong page would ask now
            assertThat(asked).noneMatch(url -> url.contains("/room/api/"));

            var answer = tab.page.waitForResponse(
                    "**/room/api/topics*",
                    () -> tab.page.evaluate(
                            "window.isSeen = true; document.dispatchEvent(new Event('visibilitychange'))"));

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void aGroupThatDoesNotReadFallsBehindAndCatchesUp() {
        Person seller = Person.registers("Tom");
        try (Tab tab = ControlRoomTest.open("topics");
                var broker = new BrokerOffsets()) {
            var group = tab.find("[data-topic=listing-events] [data-group=analytics-service]");
            var behind = group.locator("td").nth(2);
            assertThat(behind).hasText("0 s", SLOW);
            Swapr.run("down", "--kill", "analytics").expecting(0);
            try {
                for (int pair = 0; pair < 8; pair++) {
                    seller.lists("Pair %d behind".formatted(pair), "20.00");
                }
                assertThat(group).containsText("rising");
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(cells(tab, "listing-events", "[data-lag=analytics-service]"))
                                .isEqualTo(withSum(broker.lags("analytics-service", "listing-events"))));
                assertThat(behind).not().hasText("0 s");
            } finally {
                Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);
            }
            assertThat(behind).hasText("0 s", SLOW);
            assertThat(group).containsText(Pattern.compile("at most 8$"));
        }
    }

    @Test
    void aFrozenBrokerIsNamedAndTheLastFiguresStay() {
        try (Tab tab = ControlRoomTest.open("topics")) {
            assertThat(tab.find("[data-topic=user-events]")).isVisible();
            try (var _ = FrozenProcess.freeze("kafka")) {
                assertThat(tab.find("[data-silent]")).containsText("The broker has not answered since");
                assertThat(tab.find("[data-topic=user-events]")).isVisible();
            }
            assertThat(tab.find("[data-silent]")).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "400, LIGHT"})
    void thePageHasNoSeriousFinding(int width, ColorScheme theme) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(width, 720, theme))) {
            tab.go(ControlRoomTest.room(tab) + "topics");
            assertThat(tab.find("[data-topic=user-events]")).isVisible();
            ScreensTest.inspect(tab, "the topics");
        }
    }

    /** The figures of one row of the table of a topic. */
    private static List<String> cells(Tab tab, String topic, String row) {
        return tab.find("[data-topic=%s] .partitions %s td.number".formatted(topic, row)).allTextContents().stream()
                .map(String::strip)
                .toList();
    }

    private static List<String> withSum(List<String> lags) {
        long sum = lags.stream().mapToLong(Long::parseLong).sum();
        return Stream.concat(lags.stream(), Stream.of(Long.toString(sum))).toList();
    }
}
