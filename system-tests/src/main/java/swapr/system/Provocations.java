package swapr.system;

import java.time.Duration;
import java.util.List;
import swapr.system.Proxy.Weather;

/** What brings out the {@link Bugs}. */
final class Provocations {

    static final Duration A_WHILE = Duration.ofSeconds(12);

    private Provocations() {}

    /** All of them, for the control: an oracle that breaks here where nothing is planted would prove nothing elsewhere. */
    static void everything(Site site) {
        rush(site);
        site.load().regret(A_WHILE);
        site.load().contend(A_WHILE);
        killListing(site);
        site.jvms().crashAt("analytics", "swapr.messaging.Handler#handle:exit:5");
        ownDatabaseTrouble(site);
        site.processes().kill("postgres");
        site.processes().freezeThenKill("kafka", Duration.ofSeconds(2));
        site.processes().start();
        everythingAgain(site);
    }

    static void nothing(Site site) {
        site.timeline().mark("the bug itself");
        Waiting.pause(A_WHILE);
    }

    static void rush(Site site) {
        for (var i = 0; i < 3; i++) {
            site.timeline().mark("100 orders for one listing");
            site.load().rush(100);
        }
    }

    static void killListing(Site site) {
        Waiting.pause(Duration.ofSeconds(5));
        site.processes().kill("listing");
        site.processes().start();
    }

    /** The others go on, so that there is always something to read. */
    static void ownDatabaseTrouble(Site site) {
        site.jvms().through("postgres", List.of("analytics"), proxy -> {
            site.sessions().cut();
            site.jvms().weather(proxy, new Weather.Refusing(), A_WHILE);
        });
    }

    static void everythingAgain(Site site) {
        Waiting.pause(Duration.ofSeconds(6));
        site.tamper("everything sent again", 1, tampering -> tampering.again(1));
        Waiting.pause(Duration.ofSeconds(3));
    }
}
