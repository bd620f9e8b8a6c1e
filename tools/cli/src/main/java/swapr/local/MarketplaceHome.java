package swapr.local;

import java.io.Closeable;
import java.nio.file.Path;

/**
 * Where a marketplace is on this machine. Its processes may run or not.
 *
 * @param root the checkout
 * @param home the directory of its data, logs and reports
 */
public record MarketplaceHome(Path root, Path home) {

    /** The marketplace of this checkout, or of {@code SWAPR_HOME}. */
    public static MarketplaceHome here() {
        var layout = Layout.here();
        return new MarketplaceHome(layout.root(), layout.home());
    }

    /** Whether the last {@code ./swapr up} switched automatic restarts on. */
    public boolean restartsAreChosen() {
        return new RestartPolicy(new Layout(root, home)).areChosen();
    }

    /**
     * Suspends the automatic restarts until the result is closed or our process ends. It is meant for programs that
     * kill processes of the marketplace.
     */
    public Closeable withoutRestarts() {
        return new RestartPolicy(new Layout(root, home)).held();
    }
}
