package swapr.system;

import static swapr.system.Scenarios.BATCH;
import static swapr.system.Scenarios.WITH_DATABASE;

import java.time.Duration;
import java.util.List;
import swapr.system.Proxy.NetworkCondition;
import swapr.system.Scenarios.Scenario;

/** A bad network between the services and what they stand on. */
final class NetworkScenarios {

    private static final Duration A_WHILE = Duration.ofSeconds(12);

    /**
     * The mail server's answers up to the prompt for the message are 175 bytes. Not one of the next may get through: its
     * first three, the code, are all that the client asks for.
     */
    private static final long BEFORE_THE_ANSWER = 175;

    private static final String MAIL_RETRIES = "notification retries";

    private NetworkScenarios() {}

    static List<Scenario> all() {
        return List.of(
                database(
                        "slow-database",
                        "20 ms more on every answer",
                        new NetworkCondition.Slow(Duration.ofMillis(20))),
                database("silent-database", "nothing gets through", new NetworkCondition.Silent()),
                database(
                        "cut-database",
                        "each connection ends after 200,000 bytes",
                        new NetworkCondition.CutAfter(200_000)),
                broker("slow-broker", "100 ms more on every answer", new NetworkCondition.Slow(Duration.ofMillis(100))),
                broker("unreachable-broker", "nothing gets through", new NetworkCondition.Silent()),
                broker(
                        "cut-broker",
                        "each connection ends after 100,000 bytes",
                        new NetworkCondition.CutAfter(100_000)),
                broker("narrow-broker", "40 kB a second for each connection", new NetworkCondition.Throttled(40_000)),
                bank("refusing-bank", "who connects is thrown out", new NetworkCondition.Refusing()),
                bank("cut-bank", "each answer ends after 60 bytes", new NetworkCondition.CutAfter(60)),
                mail("refusing-mail", "who connects is thrown out", new NetworkCondition.Refusing(), MAIL_RETRIES),
                mail(
                        "slow-mail",
                        "300 ms more on every answer",
                        new NetworkCondition.Slow(Duration.ofMillis(300)),
                        "lag"),
                mail(
                        "cut-mail",
                        "each connection ends just after the e-mail was taken",
                        new NetworkCondition.CutAfter(BEFORE_THE_ANSWER),
                        MAIL_RETRIES));
    }

    private static Scenario database(String name, String what, NetworkCondition condition) {
        return new Scenario(
                        name,
                        "between services and PostgreSQL, in three gusts: " + what,
                        20 * BATCH,
                        20,
                        context -> context.jvms().through("postgres", WITH_DATABASE, proxy -> {
                            context.sessions().cut(); // so that everybody connects anew
                            context.jvms().condition(proxy, condition, A_WHILE);
                        }))
                .seenIn("pauses");
    }

    private static Scenario broker(String name, String what, NetworkCondition condition) {
        return new Scenario(
                        name,
                        "between services and Kafka, in three gusts: " + what,
                        20 * BATCH,
                        0,
                        context -> context.jvms().through("kafka", WITH_DATABASE, proxy -> {
                            context.processes().kill("kafka");
                            context.processes().start();
                            context.jvms().condition(proxy, condition, A_WHILE);
                        }))
                .seenIn("unsent", "pauses", "lag");
    }

    private static Scenario bank(String name, String what, NetworkCondition condition) {
        return new Scenario(
                        name,
                        "between purchase-service and the bank, in three gusts: " + what,
                        0,
                        0,
                        context -> context.jvms().through("bank", List.of("purchase"), proxy -> {
                            context.processes().kill("bank");
                            context.processes().start();
                            context.jvms().condition(proxy, condition, A_WHILE);
                        }))
                .seenIn("breaker open", "purchase retries");
    }

    private static Scenario mail(String name, String what, NetworkCondition condition, String sign) {
        return new Scenario(
                        name,
                        "between notification-service and the mail server, in three gusts: " + what,
                        0,
                        1_000,
                        context -> context.jvms()
                                .through(
                                        "smtp",
                                        List.of("notification"),
                                        proxy -> context.jvms().condition(proxy, condition, A_WHILE)))
                .seenIn(sign);
    }
}
