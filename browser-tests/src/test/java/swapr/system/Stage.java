package swapr.system;

import org.junit.jupiter.api.extension.Extension;

/**
 * The marketplace of a presenter: the one of these tests, or one that runs already, such as that of {@code docker
 * compose up}. System properties choose the other one: {@code swapr.stage.shop}, the address of its shop, {@code
 * swapr.stage.room}, an unused link to its control room, and for containers {@code swapr.stage.folder}, the folder of
 * its docker-compose.yml, which is this checkout if it is missing.
 */
final class Stage {

    private static final String SHOP = System.getProperty("swapr.stage.shop", "");

    private Stage() {}

    /** Whether it is the marketplace of these tests. Only then, the test also reads its databases and its Kafka. */
    static boolean isOurs() {
        return SHOP.isEmpty();
    }

    /** Starts the marketplace of these tests if it is the stage. */
    static Extension marketplace() {
        return isOurs() ? new RunningMarketplace() : new Extension() {};
    }

    /** The address of the shop, without a slash at its end. */
    static String shop() {
        return isOurs() ? Swapr.url(0) : SHOP.replaceFirst("/$", "");
    }

    /** Runs a command that a page shows, in the folder of docker-compose.yml. */
    static void shell(String command) {
        String folder = System.getProperty("swapr.stage.folder", Swapr.ROOT.toString());
        Swapr.shell("cd '" + folder + "' && " + command).expecting(0);
    }

    /** A link that opens the control room once. */
    static String roomLink() {
        return isOurs() ? ControlRoomTest.link() : System.getProperty("swapr.stage.room", "");
    }
}
