package swapr.system;

import java.time.Duration;
import java.util.List;
import swapr.system.Mutants.Bug;
import swapr.system.Mutants.Change;

/** Mutants of the domain rules, and of the durability of the database. */
final class DomainMutants {

    private DomainMutants() {}

    static List<Bug> all() {
        return List.of(
                new Bug(
                        "no refund",
                        "an order that is canceled during its payment is not refunded",
                        List.of(Change.plant("purchase", "no-refund", "swapr.purchase.Order", "paymentCommandFor(")),
                        context -> context.load().regret(Triggers.A_WHILE),
                        List.of("I4")),
                new Bug(
                        "refund twice",
                        "a refund is requested under two keys, and the bank does not check it",
                        List.of(
                                Change.plant("purchase", "refund-twice", "swapr.purchase.Bank", "post("),
                                Change.plant("bank", "no-check", "swapr.sandbox.bank.ChargePolicy", "check(")),
                        context -> context.load().regret(Triggers.A_WHILE),
                        List.of("I5")),
                new Bug(
                        "reserved again",
                        "a reserved listing can be reserved again",
                        List.of(Change.plant("listing", "reserved-again", "swapr.listing.Listing", "reserve(")),
                        Triggers::rush,
                        List.of("I1", "I2")),
                new Bug(
                        "mail on replay",
                        "an event that is delivered again causes a second e-mail",
                        List.of(
                                Change.plant("notification", "no-inbox", "swapr.messaging.Inbox", "claim("),
                                Change.plant("notification", "another-id", "swapr.notification.Notifier", "idOf(")),
                        Triggers::everythingAgain,
                        List.of("I30")),
                new Bug(
                        "key ignored",
                        "POST /orders ignores the Idempotency-Key",
                        List.of(Change.plant("purchase", "key-ignored", "swapr.purchase.PlaceOrder", "place(")),
                        Triggers::nothing,
                        List.of("I8")),
                new Bug(
                        "synchronous_commit off",
                        "PostgreSQL confirms commits before they are on disk",
                        List.of(),
                        context -> {
                            context.sessions().commitLazily();
                            context.timeline().mark("synchronous_commit off");
                            Waiting.pause(Duration.ofSeconds(5));
                            context.processes().kill("postgres");
                            context.processes().start();
                        },
                        List.of("I8", "I12", "I13", "I14", "I19")));
    }
}
