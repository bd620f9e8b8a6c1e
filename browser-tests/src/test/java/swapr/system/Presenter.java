package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person on a stage with three windows: the control room in presenter mode, and the shop as Ada and as Bob. */
final class Presenter implements AutoCloseable {

    /** A killed service starts again, and a count of the balance is at least ten seconds old. */
    static final double SLOW_MS = 90_000;

    static final LocatorAssertions.ContainsTextOptions SLOW =
            new LocatorAssertions.ContainsTextOptions().setTimeout(SLOW_MS);

    static final LocatorAssertions.HasTextOptions SLOW_TEXT =
            new LocatorAssertions.HasTextOptions().setTimeout(SLOW_MS);

    static final LocatorAssertions.IsVisibleOptions SLOWLY =
            new LocatorAssertions.IsVisibleOptions().setTimeout(SLOW_MS);

    private static final Path PICTURES = Path.of("target/seven-minutes");
    private static final String READ = """
            async path => {
              const session = JSON.parse(sessionStorage.getItem('swapr.session'));
              const answer = await fetch(path, { headers: { Authorization: `Bearer ${session.token}` } });
              return JSON.stringify({ status: answer.status, body: await answer.json() });
            }""";

    final Tab room = Tab.open();
    final Tab ada = Tab.open();
    final Tab bob = Tab.open();
    private final String map;
    private int pictures;

    /** Opens the control room with its link, and the shop in two more windows. */
    Presenter() {
        room.go(Stage.roomLink());
        assertThat(room.find("[data-stream=live]")).isVisible();
        map = ControlRoomTest.room(room);
        room.page.keyboard().press("p");
        ada.go(Stage.shop() + "/");
        bob.go(Stage.shop() + "/");
    }

    /** Signs in a sample user with one click. A marketplace without sample users gets a new account with this name. */
    static void signIn(Tab tab, String name) {
        JsonNode demo = JsonMapper.shared()
                .readTree(tab.page
                        .waitForResponse("**/demo", () -> tab.page.reload())
                        .text());
        if (!demo.path("people").isEmpty()) {
            tab.as(name);
            return;
        }
        tab.find(".account").click();
        tab.button("Create an account").click();
        tab.find("dialog[open] [name=name]").fill(name);
        tab.find("dialog[open] [name=email]")
                .fill(name.toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID() + "@stage.example");
        tab.find("dialog[open] [name=password]").fill(Person.PASSWORD);
        tab.find("dialog[open] [type=submit]").click();
        assertThat(tab.find(".account")).hasAttribute("aria-label", "Account of " + name);
    }

    /** Writes the offer of a pair into the form of the shop. */
    static void fillIn(Tab tab, String title) {
        tab.find("nav a[href='/sell']").click();
        tab.find("#title").fill(title);
        tab.find("#brand").fill("Jordan");
        tab.find("#size").fill("US 9");
        tab.find("#price").fill("230.00");
    }

    /** Opens a page of the control room, such as {@code topics}, or the map with an empty name. */
    Tab shows(String page) {
        String link = "nav [data-page=" + (page.isEmpty() ? "map" : page.replaceFirst("/.*", "")) + "]";
        if (page.contains("/")) {
            room.go(map + page);
        } else {
            room.find(link).click();
        }
        return room;
    }

    /** Whether the marketplace runs in containers. A person kills and freezes them with commands of a page. */
    private boolean isInContainers() {
        room.find("[data-page=faults]").waitFor();
        return room.find("[data-page=containers]").count() > 0;
    }

    /** Runs the command that the page shows for an action on a container. */
    private void runs(String action, String target) {
        shows("containers");
        room.find(".containers select").selectOption(target);
        Stage.shell(room.find("[data-command='" + action + "'] code").textContent());
    }

    /** Kills or freezes a process or a container. */
    void stops(String fault, String target) {
        if (isInContainers()) {
            runs(fault, target);
        } else {
            causes(fault, target);
        }
    }

    /** Starts a process or a container that was killed, and waits until it runs. */
    void starts(String process) {
        if (isInContainers()) {
            runs("Start", process);
        } else {
            shows("faults");
            room.button("Start missing processes").click();
            assertThat(room.find("[data-process=" + process + "]")).containsText("running", SLOW);
            isIdle();
        }
    }

    /** Continues a frozen process or container. */
    void continues(String process) {
        if (isInContainers()) {
            runs("Continue", process);
        } else {
            shows("faults");
            room.button("Continue " + process).click();
        }
    }

    /** Causes a fault with its two presses, and waits until no command runs. */
    void causes(String fault, String target) {
        shows("faults");
        assertThat(room.find("[data-server=bank]")).isVisible(SLOWLY);
        room.button(fault + " " + target).click();
        assertThat(room.find(".question")).isVisible();
        room.button(fault + ": " + target).click();
        isIdle();
    }

    /** Sets the load, and waits until some of its orders are final. */
    void sendsLoad(int ordersPerSecond) {
        shows("faults");
        assertThat(room.find("[data-load=wanted]")).containsText("0.0 orders/s", SLOW);
        room.find(".load input").fill(Integer.toString(ordersPerSecond));
        room.button("Set the load").click();
        room.page.waitForFunction(
                "() => parseFloat(document.querySelector('[data-load=final]').textContent) > 0.5",
                null,
                new Page.WaitForFunctionOptions().setTimeout(SLOW_MS));
    }

    /** Waits until no command of the page Faults runs. */
    void isIdle() {
        assertThat(room.find(".running")).hasText("", SLOW_TEXT);
    }

    /** The lag of a service on the map. */
    Locator lag(String service) {
        return room.find(".map [data-service=" + service + "] .figure").nth(1);
    }

    /** Reads the REST API of the shop as the person of this tab. The answer has a status and a body. */
    static JsonNode asks(Tab tab, String path) {
        return JsonMapper.shared().readTree((String) tab.page.evaluate(READ, path));
    }

    /** Makes a picture of the window, numbered in the order of the show. */
    void picture(Tab tab, String name) {
        Path file = PICTURES.resolve("%02d-%s.png".formatted(++pictures, name));
        byte[] png = tab.page.screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(png.length)
                .as("%s, which would be small if the page was empty", file)
                .isGreaterThan(10_000);
    }

    @Override
    public void close() {
        bob.close();
        ada.close();
        room.close();
    }
}
