package swapr.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the Chromium of this machine before the first test class that needs it. Playwright runs on the Node.js of this
 * machine and downloads no browser. If one of the two is missing, each class is skipped with one line. With the Maven
 * profile {@code browser} they fail with this line.
 */
final class Chromium implements ExecutionCondition, BeforeAllCallback {

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final String NO_BROWSER =
            "No Chromium was found. Install it with ./ops/browser/install.sh, or set SWAPR_BROWSER"
                    + " to the path of a Chromium or Chrome.";
    private static final String NO_NODE = "No Node.js was found. Install it with ./ops/browser/install.sh, or set"
            + " PLAYWRIGHT_NODEJS_PATH to the path of node 18 or later.";

    /**
     * Without a name service, so that no page can need another machine, and without services of the browser's vendor.
     * The sandbox needs rights that a container may lack.
     */
    private static final List<String> OPTIONS = List.of(
            "--no-sandbox",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Chromium.class);
    private static final String KEY = "chromium";

    private static volatile @Nullable Running running;

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = browserProgram().isEmpty() ? NO_BROWSER : nodeProgram().isEmpty() ? NO_NODE : "";
        if (missing.isEmpty() || InBrowser.ALL.equals(System.getProperty("swapr.test.browser"))) {
            return ConditionEvaluationResult.enabled("the browser is there, or it is required");
        }
        System.out.println(context.getDisplayName() + " is skipped. " + missing);
        return ConditionEvaluationResult.disabled(missing);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot().getStore(NAMESPACE).computeIfAbsent(KEY, key -> start(), Running.class);
    }

    static Browser browser() {
        return Objects.requireNonNull(running).browser();
    }

    private static Optional<Path> browserProgram() {
        return find("SWAPR_BROWSER", BROWSERS);
    }

    private static Optional<Path> nodeProgram() {
        return find("PLAYWRIGHT_NODEJS_PATH", List.of("node"));
    }

    private static Running start() {
        Path browser = browserProgram().orElseThrow(() -> new IllegalStateException(NO_BROWSER));
        Path node = nodeProgram().orElseThrow(() -> new IllegalStateException(NO_NODE));
        PlaywrightAssertions.setDefaultAssertionTimeout(Tab.TIMEOUT_MS);
        var playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node.toString())));
        var options = new BrowserType.LaunchOptions().setExecutablePath(browser).setArgs(OPTIONS);
        return new Running(playwright, playwright.chromium().launch(options));
    }

    /** The program that the variable names, or the first of these programs in the search path. */
    private static Optional<Path> find(String variable, List<String> names) {
        String chosen = System.getenv(variable);
        if (chosen != null) {
            return Optional.of(Path.of(chosen));
        }
        List<String> directories =
                List.of(System.getenv().getOrDefault("PATH", "").split(":", -1));
        return directories.stream()
                .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
