package swapr.system;

import org.junit.jupiter.api.extension.Extension;

/**
 * The marketplace of a presenter: the one of these tests, or one that runs already, such as that of {@code docker
 * compose up}. Two system properties choose the other one: {@code swapr.stage.shop}, the address of its shop, and
 * {@code swapr.stage.room}, an unused link to its control room.
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

    /** A link that opens the control room once. */
    static String roomLink() {
        return isOurs() ? ControlRoomTest.link() : System.getProperty("swapr.stage.room", "");
    }
}
