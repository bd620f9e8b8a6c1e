package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
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
import swapr.local.LocalMarketplace;
import swapr.local.OsProcess;

/** Faults from the page need two presses, show the true state of their target, and end. */
@InBrowser
class FaultsRoomTest {

    /** The first visit starts a process, and a killed service starts again. */
    private static final double SLOW_MS = 90_000;

    private static final LocatorAssertions.ContainsTextOptions SLOW =
            new LocatorAssertions.ContainsTextOptions().setTimeout(SLOW_MS);
    private static final LocatorAssertions.HasTextOptions SLOW_TEXT =
            new LocatorAssertions.HasTextOptions().setTimeout(SLOW_MS);

    @Test
    void aFreezeNeedsTwoPressesAndEndsIfTheRoomIsKilled() {
        try (Tab tab = ControlRoomTest.open("faults").whoseServerMayEnd()) {
            long listing = pid("listing");
            assertThat(tab.find("[data-process=listing]")).containsText("running", SLOW);
            tab.button("Freeze listing").click();
            assertThat(tab.find(".question")).containsText("stops for 30 seconds");
            assertThat(OsProcess.isFrozen(listing))
                    .as("the first press changes nothing")
                    .isFalse();
            tab.page.keyboard().press("Escape");
            assertThat(tab.find(".question")).hasCount(0);
            assertThat(tab.button("Freeze listing")).isFocused();

            press(tab, "Freeze", "listing");
            assertThat(tab.find("[data-process=listing][data-state=frozen]")).containsText("until");
            assertThat(OsProcess.isFrozen(listing)).isTrue();
            tab.button("Continue listing").click();
            assertThat(tab.find("[data-process=listing]")).containsText("running");
            assertThat(OsProcess.isFrozen(listing)).isFalse();

            press(tab, "Freeze", "listing");
            assertThat(tab.find("[data-process=listing]")).containsText("frozen");
            Swapr.run("down", "--kill", "room").expecting(0);
            try {
                await().atMost(Duration.ofSeconds(20)).until(() -> !OsProcess.isFrozen(listing));
            } finally {
                Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);
            }
        }
    }

    @Test
    void aFrozenDatabaseHasNoRunningSession() {
        try (Tab tab = ControlRoomTest.open("faults").whoseServerMayEnd()) {
            var database = ProcessHandle.of(pid("postgres")).orElseThrow();
            assertThat(tab.find("[data-process=postgres]")).containsText("running", SLOW);
            press(tab, "Freeze", "postgres");
            assertThat(tab.find("[data-process=postgres][data-state=frozen]")).containsText("until");
            assertThat(database.children().map(ProcessHandle::pid).toList())
                    .hasSizeGreaterThan(5)
                    .allMatch(OsProcess::isFrozen);
            tab.button("Continue postgres").click();
            assertThat(tab.find("[data-process=postgres][data-state=running]")).isVisible();
            assertThat(database.children().map(ProcessHandle::pid)).noneMatch(OsProcess::isFrozen);
        }
        Person.registers("Frida").lists("Pair after the freeze", "30.00");
    }

    /** Without a mouse, from the map to the process that runs again. */
    @Test
    void aServiceIsKilledAndStartedByKeyboard() {
        try (Tab tab = ControlRoomTest.enter(Tab.open())) {
            long before = pid("analytics");
            assertThat(tab.find("nav [data-page=faults]")).isVisible();
            tab.page.keyboard().press("7");
            assertThat(tab.find("[data-process=analytics]")).containsText("running", SLOW);
            tab.reaches(tab.button("Kill analytics")).page.keyboard().press("Enter");
            assertThat(OsProcess.alive(before))
                    .as("the first press changes nothing")
                    .isTrue();
            tab.reaches(tab.button("Kill: analytics")).page.keyboard().press("Enter");
            assertThat(tab.find("[data-process=analytics]")).containsText("away", SLOW);
            assertThat(OsProcess.alive(before)).isFalse();
            assertThat(tab.find(".running")).hasText("", SLOW_TEXT);
            tab.reaches(tab.button("Start missing processes")).page.keyboard().press("Enter");
            assertThat(tab.find("[data-process=analytics]")).containsText("running", SLOW);
            assertThat(tab.find(".running")).hasText("", SLOW_TEXT);
        }
    }

    @Test
    void theFaultsOfTheServersAreReadBackAndUndone() {
        try (Tab tab = ControlRoomTest.open("faults")) {
            assertThat(tab.find("[data-server=bank]")).containsText("none", SLOW);
            press(tab, "Bank down", "bank");
            assertThat(tab.find("[data-server=bank]")).containsText("down until");
            assertThat(Truth.read(Swapr.url(6) + "/faults").path("mode").asString())
                    .isEqualTo("down");
            press(tab, "Refuse e-mails", "mail");
            assertThat(tab.find("[data-server=mail]")).containsText("refuse until");

            tab.button("Undo everything").click();
            assertThat(tab.find("[data-server=bank][data-state=none]")).isVisible();
            assertThat(tab.find("[data-server=mail][data-state=none]")).isVisible();
            assertThat(Truth.read(Swapr.url(6) + "/faults").path("mode").asString())
                    .isEqualTo("none");
            assertThat(Truth.read(Swapr.url(7) + "/api/v1/chaos")
                            .at("/Recipient/Probability")
                            .asInt())
                    .isZero();
        }
    }

    /** One buyer alone does not open the breaker, so these orders have three buyers. */
    @Test
    void ordersWaitForABankThatIsDownAndEachIsCapturedOnce() {
        Person seller = Person.registers("Selma");
        List<Person> buyers =
                Stream.of("Bea", "Ben", "Bo").map(Person::registers).toList();
        List<String> orders = new ArrayList<>();
        try (Tab tab = ControlRoomTest.open("faults")) {
            assertThat(tab.find("[data-server=bank]")).containsText("none", SLOW);
            press(tab, "Bank down", "bank");
            assertThat(tab.find("[data-server=bank]")).containsText("down until");
            for (var buyer : buyers) {
                String listing = seller.lists("Pair for " + buyer.email, "31.00");
                orders.add(buyer.orders(listing, "tok_ok").expecting(202).text("id"));
            }
            tab.find("[data-page=map]").click();
            assertThat(tab.find(".map .breaker[data-breaker=open]")).hasText("breaker open", SLOW_TEXT);
            assertThat(orders)
                    .allSatisfy(order -> assertThat(Truth.ledger(order)).isEmpty());

            tab.find("[data-page=faults]").click();
            tab.button("End the fault of bank").click();
            for (int n = 0; n < orders.size(); n++) {
                buyers.get(n).waitsFor(orders.get(n), "CONFIRMED");
                assertThat(Truth.ledger(orders.get(n))).containsExactly("CAPTURED");
            }
            tab.find("[data-page=map]").click();
            assertThat(tab.find(".map .breaker[data-breaker=open]")).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"do":"begin","fault":"kill","target":"--kill"}  | There is no running process \\"--kill\\".
                    {"do":"begin","fault":"stop","target":""}        | There is no running process
                    {"do":"begin","fault":"kill","target":"room"}    | There is no running process
                    {"do":"begin","fault":"freeze","target":"1"}     | There is no running process
                    {"do":"begin","fault":"burn","target":"kafka"}   | There is no fault burn.
                    {"do":"begin","fault":"bank","target":"burn"}    | mode must be one of none, slow, down
                    {"do":"load","rate":201}                         | The rate must be from 0 to 200 orders a second.
                    {"do":"load"}                                    | The rate must be from 0 to 200 orders a second.
                    {"do":"burn"}                                    | The request has no
                    """)
    void anUnknownFaultOrTargetIsRefused(String request, String problem) {
        try (Tab tab = ControlRoomTest.open("faults")) {
            assertThat(tab.find("[data-process=listing]")).containsText("running", SLOW);
            Object answer = tab.page.evaluate("""
                    body => fetch('/room/api/faults', { method: 'POST', body,
                      headers: { 'Content-Type': 'application/json', 'X-Swapr': 'room' } })
                      .then(async answer => answer.status + ' ' + await answer.text())""", request);

            assertThat(answer).asString().startsWith("409 ").contains(problem);
        }
    }

    @Test
    void aPoisonRecordBecomesADeadLetter() {
        try (Tab tab = ControlRoomTest.open("faults")) {
            assertThat(tab.find("[data-records]")).containsText("on Kafka", SLOW);
            press(tab, "Send a poison record", "records");
            assertThat(tab.find("[data-page=dead]")).containsText(Pattern.compile("Dead letters [1-9]"));
            tab.find("[data-page=dead]").click();
            assertThat(tab.find(".letters tr[data-letter]", "Registered").first())
                    .isVisible();
        }
    }

    @Test
    void recordsAreSentAgainAndTheOracleKnowsIt() {
        Person.registers("Rita").lists("Pair that comes again", "12.00");
        try (Tab tab = ControlRoomTest.open("faults");
                var kafka = new StoredRecords()) {
            assertThat(tab.find("[data-records]")).containsText("on Kafka", SLOW);
            int before = new FaultLog(Swapr.HOME).injected().size();
            press(tab, "Send 50 records again", "records");
            await().atMost(Duration.ofSeconds(30)).until(() -> kafka.types().contains("ListingCreated"));
            await("the oracle knows them")
                    .until(() -> new FaultLog(Swapr.HOME).injected().size() > before);
        }
    }

    @Test
    void aLoadReachesItsRateAndStops() {
        try (Tab tab = ControlRoomTest.open("faults")) {
            assertThat(tab.find("[data-load=wanted]")).containsText("0.0 orders/s", SLOW);
            tab.find(".load input").fill("5");
            tab.button("Set the load").click();
            assertThat(tab.find("[data-load=wanted]")).containsText("5.0 orders/s");
            tab.page.waitForFunction(
                    "() => parseFloat(document.querySelector('[data-load=final]').textContent) >= 4",
                    null,
                    new Page.WaitForFunctionOptions().setTimeout(SLOW_MS));
            tab.button("Stop the load").click();
            assertThat(tab.find("[data-load=wanted]")).containsText("0.0 orders/s");
        }
    }

    @Test
    void aLoadThatIsTooHighIsSaid() {
        try (Tab tab = ControlRoomTest.open("faults")) {
            assertThat(tab.find("[data-load=wanted]")).containsText("0.0 orders/s", SLOW);
            tab.find(".load input").fill("200");
            tab.button("Set the load").click();
            try {
                assertThat(tab.find(".loadstate"))
                        .containsText(
                                Pattern.compile("This machine is full, .*: [0-9]+ orders wait for a connection"), SLOW);
            } finally {
                tab.button("Stop the load").click();
            }
            assertThat(tab.find("[data-load=wanted]")).containsText("0.0 orders/s", SLOW);
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "400, LIGHT"})
    void thePageHasNoSeriousFinding(int width, ColorScheme theme) {
        try (Tab tab = ControlRoomTest.enter(Tab.open(width, 720, theme))) {
            tab.go(ControlRoomTest.room(tab) + "faults");
            assertThat(tab.find("[data-process=listing]")).containsText("running", SLOW);
            tab.button("Freeze listing").click();
            ScreensTest.inspect(tab, "the faults");
        }
    }

    static long pid(String process) {
        return LocalMarketplace.at(Swapr.ROOT, Swapr.HOME).pids().get(process);
    }

    /** Presses the button of a fault, and the one of its question. */
    static void press(Tab tab, String fault, String target) {
        tab.button(fault + " " + target).click();
        tab.button(fault + ": " + target).click();
    }
}
