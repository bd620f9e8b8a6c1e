package swapr.system;

import java.time.Duration;
import java.util.List;
import swapr.local.NetworkCondition;

/** The load and the faults that make the {@link Mutants} visible. */
final class Triggers {

    static final Duration A_WHILE = Duration.ofSeconds(12);

    private Triggers() {}

    /** All triggers, for the control without a bug. If an invariant breaks here, the mutants prove nothing. */
    static void everything(ChaosContext context) {
        rush(context);
        context.load().regret(A_WHILE);
        context.load().contend(A_WHILE);
        killListing(context);
        context.jvms().crashAt("analytics", "swapr.messaging.HandlerMethod#handle:exit:5");
        ownDatabaseTrouble(context);
        context.processes().kill("postgres");
        context.processes().freezeThenKill("kafka", Duration.ofSeconds(2));
        context.processes().start();
        everythingAgain(context);
    }

    static void nothing(ChaosContext context) {
        context.timeline().mark("the bug, without another fault");
        Waiting.pause(A_WHILE);
    }

    static void rush(ChaosContext context) {
        for (var i = 0; i < 3; i++) {
            context.timeline().mark("100 orders for one listing");
            context.load().rush(100);
        }
    }

    static void killListing(ChaosContext context) {
        Waiting.pause(Duration.ofSeconds(5));
        context.processes().kill("listing");
        context.processes().start();
    }

    /** An outage of the database for analytics only. The other services continue and publish events for it. */
    static void ownDatabaseTrouble(ChaosContext context) {
        context.network("postgres").through(List.of("analytics"), proxy -> {
            context.sessions().cut();
            context.network("postgres").condition(proxy, new NetworkCondition.Refusing(), A_WHILE);
        });
    }

    static void everythingAgain(ChaosContext context) {
        Waiting.pause(Duration.ofSeconds(6));
        context.tamper("all records sent again", 1, topics -> topics.again(1));
        Waiting.pause(Duration.ofSeconds(3));
    }
}
