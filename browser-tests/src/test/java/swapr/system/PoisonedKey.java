package swapr.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A key with dead letters: listing-service and notification-service each get an event without its fields, and two valid
 * ones that wait behind it. The rest is discarded at the end.
 */
final class PoisonedKey implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern NUMBER = Pattern.compile("(?m)^ *(\\d+) *$");

    final String name = "user:" + UUID.randomUUID();

    PoisonedKey() {
        try (var topics = new TopicFaults("127.0.0.1:" + (Swapr.BASE + 9), new FaultLog(Swapr.HOME))) {
            topics.poison(name.substring("user:".length()));
        }
        await().atMost(SOON)
                .until(() -> open("listing").size() == 3 && open("notification").size() == 3);
    }

    /** The ids of the open dead letters of this key, oldest first. */
    List<String> open(String service) {
        return number(
                service,
                "select id from dead_letters where status in ('PARKED', 'WAITING') and sequence_key = '%s' order by id"
                        .formatted(name));
    }

    /** The numbers that a query of one column returns. */
    static List<String> number(String service, String query) {
        return NUMBER.matcher(Swapr.run("sql", service, query).expecting(0).output())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Override
    public void close() {
        for (String service : List.of("listing", "notification")) {
            Swapr.run("dead-letters", "discard", service, "--consumer", service + "-service", "--reason", "a test");
            await().atMost(SOON).until(() -> open(service).isEmpty());
        }
    }
}
