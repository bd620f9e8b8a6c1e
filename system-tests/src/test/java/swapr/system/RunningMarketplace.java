package swapr.system;

import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts the marketplace before the first test class that needs it, and stops it after the last. */
final class RunningMarketplace implements BeforeAllCallback {

    /**
     * Shorter waits than in production, so that the tests are faster. An order may still wait longer than two killed
     * services need to be up again: on a slow machine, 30 s.
     */
    static final Map<String, String> IMPATIENT = Map.of("SWAPR_ORDER_TIMEOUT", "75s", "SWAPR_PURCHASE_BANKPAUSE", "3s");

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(RunningMarketplace.class, key -> up(), AutoCloseable.class);
    }

    private static AutoCloseable up() {
        Swapr.run("down");
        Swapr.run(IMPATIENT, "up", "--detach", "--fresh", "--no-restart", "--port", Integer.toString(Swapr.BASE))
                .expecting(0);
        return () -> Swapr.run("down").expecting(0);
    }
}
