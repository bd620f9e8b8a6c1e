package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A tab of one user, in a window of its own. When it is closed, it fails if the page had an error, broke its
 * Content-Security-Policy, or called another machine.
 */
final class Tab implements AutoCloseable {

    /** Longer than a slow start of a page on a busy machine. */
    static final double TIMEOUT_MS = 20_000;

    /** More than the elements of a page that can have the focus. */
    private static final int MOST_PRESSES = 150;

    private final BrowserContext context;
    final Page page;
    private final List<String> errors = new ArrayList<>();
    private boolean serverMayEnd;

    private Tab(Browser.NewContextOptions options) {
        this(Chromium.browser().newContext(options.setBaseURL(Swapr.url(0))));
        context.setDefaultTimeout(TIMEOUT_MS);
    }

    private Tab(BrowserContext context) {
        this.context = context;
        page = context.newPage();
        page.onConsoleMessage(this::collect);
        page.onPageError(errors::add);
        page.onRequest(request -> {
            String host = URI.create(request.url()).getHost();
            if (host != null && !host.equals("127.0.0.1")) {
                errors.add("a request to " + host);
            }
        });
    }

    static Tab open() {
        return new Tab(new Browser.NewContextOptions().setViewportSize(1280, 720));
    }

    /** Another tab of the same browser window. It has the same cookies and the same local storage. */
    Tab beside() {
        return new Tab(context);
    }

    static Tab open(int width, int height, ColorScheme theme) {
        return new Tab(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(theme)
                .setReducedMotion(ReducedMotion.REDUCE));
    }

    /** For a test that ends the server of the page: Chromium reports each lost connection. */
    Tab whoseServerMayEnd() {
        serverMayEnd = true;
        return this;
    }

    /** Chromium reports each answer with 4xx or 5xx. The tests cause them on purpose. */
    private void collect(ConsoleMessage message) {
        boolean isAnswer = message.text().startsWith("Failed to load resource: the server responded with a status of");
        boolean isLost = serverMayEnd && message.text().startsWith("Failed to load resource: net::ERR_");
        if (message.type().equals("error") && !isAnswer && !isLost) {
            errors.add(message.text());
        }
    }

    Tab go(String path) {
        page.navigate(path);
        return this;
    }

    /** Signs in a sample user with one click. */
    Tab as(String person) {
        page.locator(".account").click();
        find(".menu .sample", person).click();
        see("Account of " + person);
        return this;
    }

    /** Searches the pair, opens it, and chooses a card for it. */
    Tab chooses(String title, String card) {
        find("form[role=search] input").fill(title);
        find(".card", title).click();
        button("Buy now").click();
        page.getByLabel(card).check();
        return this;
    }

    /** Orders what was chosen and returns the id of the order. */
    String orders() {
        find("dialog[open] [type=submit]").click();
        return idInAddress("orders");
    }

    private void see(String label) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).waitFor();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Presses Tab until this element has the focus, as a person without a mouse does. */
    Tab reaches(Locator element) {
        element.waitFor();
        for (int presses = 0; presses < MOST_PRESSES; presses++) {
            if ((boolean) element.evaluate("one => one === document.activeElement")) {
                return this;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError(MOST_PRESSES + " presses of Tab did not reach " + element);
    }

    Locator heading(String text) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text));
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    /** The elements that contain this text. */
    Locator find(String selector, String text) {
        return page.locator(selector, new Page.LocatorOptions().setHasText(text));
    }

    /** The last part of the address, which is the id of the shown listing or order. */
    String idInAddress(String pages) {
        page.waitForURL(Pattern.compile(".*/" + pages + "/[0-9a-f-]{36}$"));
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        context.close();
        assertThat(errors).as("errors in the browser").isEmpty();
    }
}
