package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import swapr.local.OsProcess;

/** The journal of the faults has each begin and each end, and the other pages show the faults and the load, too. */
@InBrowser
class JournalRoomTest {

    private static final Pattern NAME = Pattern.compile("[a-z]+/\\d+");

    @AfterEach
    void discardAllDeadLetters() {
        NAME.matcher(Swapr.run("dead-letters").output())
                .results()
                .forEach(letter -> Swapr.run("dead-letters", "discard", letter.group(), "--reason", "a test"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Swapr.run("dead-letters").output().contains("No dead letters"));
    }

    @Test
    void aFaultIsInTheJournalAndInTheCurves() {
        try (Tab tab = opensFaults()) {
            FaultsRoomTest.press(tab, "Freeze", "listing");
            assertThat(newest(tab, "freeze listing")).containsText("control room");
            assertThat(newest(tab, "freeze listing")).containsText("lasts");
            tab.button("Continue listing").click();
            assertThat(newest(tab, "freeze listing")).containsText("undone");
            FaultsRoomTest.press(tab, "Slow bank", "bank");
            FaultsRoomTest.press(tab, "Bank down", "bank");
            assertThat(newest(tab, "bank slow")).containsText("replaced");
            tab.button("Undo everything").click();
            assertThat(newest(tab, "bank down")).containsText("undone");

            tab.find("nav [data-page=topics]").click();
            var mark = tab.find("[data-group=notification-service] .fault[data-fault='freeze listing']")
                    .first();
            assertThat(mark).hasCount(1);
            assertThat(tab.find("[data-group=notification-service] .curve").first())
                    .hasAttribute("aria-label", Pattern.compile("Faults in this time: .*freeze listing"));
        }
    }

    @Test
    void aFaultOfAKilledProcessEndsAndTheJournalSaysWhy() {
        try (Tab tab = opensFaults()) {
            long listing = FaultsRoomTest.pid("listing");
            FaultsRoomTest.press(tab, "Freeze", "listing");
            assertThat(newest(tab, "freeze listing")).containsText("lasts");
            assertThat(ProcessHandle.of(FaultsRoomTest.pid("room"))
                            .orElseThrow()
                            .descendants()
                            .filter(one -> one.info().command().orElse("").endsWith("java"))
                            .map(ProcessHandle::destroyForcibly))
                    .isNotEmpty();

            assertThat(newest(tab, "freeze listing")).containsText("its process died", Presenter.SLOW);
            assertThat(OsProcess.isFrozen(listing)).isFalse();
        }
    }

    @Test
    void aStartOfMissingProcessesKeepsAutomaticRestartsOff() {
        var restarts = Swapr.HOME.resolve("run").resolve("keeper");
        assertThat(Files.exists(restarts)).as("these tests start without them").isFalse();
        try (Tab tab = opensFaults()) {
            FaultsRoomTest.press(tab, "Kill", "analytics");
            assertThat(tab.find("[data-process=analytics]")).containsText("away", Presenter.SLOW);
            assertThat(newest(tab, "kill analytics")).containsText("lasts");
            assertThat(tab.find(".running")).hasText("", Presenter.SLOW_TEXT);
            tab.button("Start missing processes").click();
            assertThat(tab.find("[data-process=analytics]")).containsText("running", Presenter.SLOW);
            assertThat(tab.find(".running")).hasText("", Presenter.SLOW_TEXT);
            assertThat(newest(tab, "kill analytics")).containsText("started again", Presenter.SLOW);
            assertThat(Files.exists(restarts)).isFalse();
        }
    }

    /** A record that is no JSON has no aggregate, so it blocks no key. An event of a newer version blocks its own. */
    @Test
    void garbageBlocksNoKeyAndAnUnknownVersionBlocksItsKey() {
        try (Tab tab = opensFaults()) {
            FaultsRoomTest.press(tab, "Send garbage", "records");
            assertThat(newest(tab, "garbage")).containsText("done");
            tab.find("nav [data-page=dead]").click();
            assertThat(tab.find(".letters tr[data-letter]", "malformed").first())
                    .isVisible();
            assertThat(tab.find(".letters tr[data-letter]", "waiting behind another"))
                    .hasCount(0);
            assertThat(Swapr.run("sql", "listing", "select sequence_key from dead_letters where status = 'PARKED'")
                            .output())
                    .as("the key is the position of the record")
                    .contains("user-events");

            tab.find("nav [data-page=faults]").click();
            FaultsRoomTest.press(tab, "Send version 99", "records");
            assertThat(newest(tab, "version 99")).containsText("done");
            tab.find("nav [data-page=dead]").click();
            assertThat(tab.find(".letters tr[data-letter]", "waiting behind another"))
                    .hasCount(4);
            assertThat(tab.find(".letters tr[data-letter]", "UserRegistered")).hasCount(2);
        }
    }

    @Test
    void theMapShowsTheLoadWhileItRuns() {
        try (Tab tab = opensFaults()) {
            tab.find(".load input").fill("3");
            tab.button("Set the load").click();
            tab.find("nav [data-page=map]").click();
            assertThat(tab.find(".map .load")).containsText("Load 3 orders/s: started", Presenter.SLOW);
            assertThat(tab.find(".map .load"))
                    .containsText(Pattern.compile("p50 \\d+ ms, p99 \\d+ ms"), Presenter.SLOW);
            tab.page.keyboard().press("t");
            assertThat(tab.find("p.load")).containsText("Load 3 orders/s");
            tab.page.keyboard().press("t");
            tab.find("nav [data-page=faults]").click();
            tab.button("Stop the load").click();
            assertThat(newest(tab, "load 3 orders/s")).containsText("undone");
            tab.find("nav [data-page=map]").click();
            assertThat(tab.find(".map .load")).hasCount(0);
        }
    }

    private static Tab opensFaults() {
        Tab tab = ControlRoomTest.enter(Tab.open(1280, 720, ColorScheme.LIGHT));
        tab.go(ControlRoomTest.room(tab) + "faults");
        assertThat(tab.find("[data-process=listing]")).containsText("running", Presenter.SLOW);
        return tab;
    }

    private static Locator newest(Tab tab, String fault) {
        return tab.find(".journal [data-entry='" + fault + "']").first();
    }
}
