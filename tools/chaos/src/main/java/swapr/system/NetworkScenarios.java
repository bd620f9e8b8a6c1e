package swapr.system;

import static swapr.system.Scenarios.BATCH;
import static swapr.system.Scenarios.WITH_DATABASE;

import java.time.Duration;
import java.util.List;
import swapr.local.NetworkCondition;
import swapr.system.Scenarios.Scenario;

/** A bad network between the services and the broker, the database, the bank or the mail server. */
final class NetworkScenarios {

    private static final Duration A_WHILE = Duration.ofSeconds(12);

    /**
     * The length of the mail server's responses up to the prompt for the message, in bytes. No later byte may arrive,
     * because the client needs only the first three bytes of a response, its code.
     */
    private static final long BEFORE_THE_ANSWER = 175;

    private static final String MAIL_RETRIES = "notification retries";

    private NetworkScenarios() {}

    static List<Scenario> all() {
        return List.of(
                database(
                        "slow-database",
                        "each packet takes 20 ms longer",
                        new NetworkCondition.Slow(Duration.ofMillis(20))),
                database("silent-database", "no data arrives", new NetworkCondition.Silent()),
                database(
                        "cut-database",
                        "each connection ends after 200,000 bytes",
                        new NetworkCondition.CutAfter(200_000)),
                broker(
                        "slow-broker",
                        "each packet takes 100 ms longer",
                        new NetworkCondition.Slow(Duration.ofMillis(100))),
                broker("unreachable-broker", "no data arrives", new NetworkCondition.Silent()),
                broker(
                        "cut-broker",
                        "each connection ends after 100,000 bytes",
                        new NetworkCondition.CutAfter(100_000)),
                broker("narrow-broker", "each connection has 40 kB per second", new NetworkCondition.Throttled(40_000)),
                bank("refusing-bank", "each connection is reset", new NetworkCondition.Refusing()),
                bank("cut-bank", "each connection ends after 60 bytes of responses", new NetworkCondition.CutAfter(60)),
                mail("refusing-mail", "each connection is reset", new NetworkCondition.Refusing(), MAIL_RETRIES),
                mail(
                        "slow-mail",
                        "each packet takes 600 ms longer",
                        new NetworkCondition.Slow(Duration.ofMillis(600)),
                        "lag"),
                mail(
                        "cut-mail",
                        "each connection ends before the server confirms the e-mail",
                        new NetworkCondition.CutAfter(BEFORE_THE_ANSWER),
                        MAIL_RETRIES));
    }

    private static Scenario database(String name, String what, NetworkCondition condition) {
        return new Scenario(
                        name,
                        "between services and PostgreSQL, three times: " + what,
                        20 * BATCH,
                        20,
                        context -> context.network("postgres").through(WITH_DATABASE, proxy -> {
                            context.sessions().cut(); // so that all services open new connections
                            context.network("postgres").condition(proxy, condition, A_WHILE);
                        }))
                .seenIn("pauses");
    }

    private static Scenario broker(String name, String what, NetworkCondition condition) {
        return new Scenario(
                        name,
                        "between services and Kafka, three times: " + what,
                        20 * BATCH,
                        0,
                        context -> context.network("kafka").through(WITH_DATABASE, proxy -> {
                            context.processes().kill("kafka");
                            context.processes().start();
                            context.network("kafka").condition(proxy, condition, A_WHILE);
                        }))
                .seenIn("unsent", "pauses", "lag");
    }

    private static Scenario bank(String name, String what, NetworkCondition condition) {
        return new Scenario(
                        name,
                        "between purchase-service and the bank, three times: " + what,
                        0,
                        0,
                        context -> context.network("bank").through(List.of("purchase"), proxy -> {
                            context.processes().kill("bank");
                            context.processes().start();
                            context.network("bank").condition(proxy, condition, A_WHILE);
                        }))
                .seenIn("breaker open", "purchase retries");
    }

    private static Scenario mail(String name, String what, NetworkCondition condition, String symptom) {
        return new Scenario(
                        name,
                        "between notification-service and the mail server, three times: " + what,
                        0,
                        1_000,
                        context -> context.network("smtp")
                                .through(
                                        List.of("notification"),
                                        proxy -> context.network("smtp").condition(proxy, condition, A_WHILE)))
                .seenIn(symptom);
    }
}
