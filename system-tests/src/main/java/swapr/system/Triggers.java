package swapr.system;

import java.time.Duration;
import java.util.List;
import swapr.system.Proxy.NetworkCondition;

/** What brings out the {@link Mutants}. */
final class Triggers {

    static final Duration A_WHILE = Duration.ofSeconds(12);

    private Triggers() {}

    /** All of them, for the control: an oracle that breaks here where nothing is planted would prove nothing elsewhere. */
    static void everything(ChaosContext site) {
        rush(site);
        site.load().regret(A_WHILE);
        site.load().contend(A_WHILE);
        killListing(site);
        site.jvms().crashAt("analytics", "swapr.messaging.HandlerMethod#handle:exit:5");
        ownDatabaseTrouble(site);
        site.processes().kill("postgres");
        site.processes().freezeThenKill("kafka", Duration.ofSeconds(2));
        site.processes().start();
        everythingAgain(site);
    }

    static void nothing(ChaosContext site) {
        site.timeline().mark("the bug itself");
        Waiting.pause(A_WHILE);
    }

    static void rush(ChaosContext site) {
        for (var i = 0; i < 3; i++) {
            site.timeline().mark("100 orders for one listing");
            site.load().rush(100);
        }
    }

    static void killListing(ChaosContext site) {
        Waiting.pause(Duration.ofSeconds(5));
        site.processes().kill("listing");
        site.processes().start();
    }

    /** The others go on, so that there is always something to read. */
    static void ownDatabaseTrouble(ChaosContext site) {
        site.jvms().through("postgres", List.of("analytics"), proxy -> {
            site.sessions().cut();
            site.jvms().weather(proxy, new NetworkCondition.Refusing(), A_WHILE);
        });
    }

    static void everythingAgain(ChaosContext site) {
        Waiting.pause(Duration.ofSeconds(6));
        site.tamper("everything sent again", 1, tampering -> tampering.again(1));
        Waiting.pause(Duration.ofSeconds(3));
    }
}
