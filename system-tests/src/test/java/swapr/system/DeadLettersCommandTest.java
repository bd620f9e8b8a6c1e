package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./swapr dead-letters}: an operator lists, redrives and discards dead letters. */
@ExtendWith(RunningMarketplace.class)
class DeadLettersCommandTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String id = UUID.randomUUID().toString();
    private final String key = "user:" + id;

    @Test
    void anOperatorListsRedrivesAndDiscards() {
        publishAnEventWithoutItsFieldsAndTwoValidOnes();
        List<String> letters = letters("listing");
        assertThat(letters)
                .satisfiesExactly(
                        first -> assertThat(first).contains("parked", "UserRegistered"),
                        second -> assertThat(second).contains("waiting behind another", "UserProfileChanged"),
                        third -> assertThat(third).contains("waiting behind another", "UserProfileChanged"));
        String head = name(letters.getFirst());
        assertShown(head);

        assertThat(dead("redrive listing --key " + key)).startsWith("Redrive requested for 1 dead letter(s).");
        awaitState("failed again 1");
        assertThat(dead("redrive " + head)).startsWith("Redrive requested for 1 dead letter(s).");
        awaitState("failed again 2");

        assertThat(discard(head)).isEqualTo("Discarded %s.\n".formatted(head));
        await().atMost(SOON).until(() -> letters("listing").isEmpty());
        assertThat(discard(head)).isEqualTo("swapr: No open dead letter %s\n".formatted(head.split("/", 2)[1]));
        assertThat(Swapr.run("sql", "listing", "select name from sellers where id = '%s'".formatted(id))
                        .output())
                .as("the events behind it were applied")
                .contains("Third");
        assertThat(discard("notification --consumer notification-service")).isEqualTo("Discarded 1.\n");
        await().atMost(SOON).until(() -> letters("notification").isEmpty());
    }

    private void publishAnEventWithoutItsFieldsAndTwoValidOnes() {
        try (var topics = new TopicFaults("127.0.0.1:" + (Swapr.BASE + 9), new FaultLog(Swapr.HOME))) {
            topics.poison(id);
        }
        await().atMost(SOON)
                .until(() -> letters("listing").size() == 3
                        && letters("notification").size() == 3);
    }

    /** The lines with this key in one service, oldest first. */
    private List<String> letters(String service) {
        return dead("").lines()
                .map(String::strip)
                .filter(line -> line.startsWith(service + "/") && line.contains(key))
                .toList();
    }

    private void assertShown(String head) {
        JsonNode shown = JsonMapper.shared().readTree(dead("show " + head));
        assertThat(shown.path("key").asString()).isEqualTo(key);
        assertThat(shown.path("topic").asString()).isEqualTo("user-events");
        assertThat(shown.path("handler").asString()).contains("WhenUserRegisteredOrRenamed");
        assertThat(shown.path("attempts").asInt()).isPositive();
        assertThat(shown.has("journey")).isTrue();
        assertThat(shown.path("payload").asString()).contains("\"event_type\":\"UserRegistered\"");
    }

    private void awaitState(String state) {
        await().atMost(SOON).until(() -> letters("listing").getFirst().contains(state));
    }

    private static String name(String line) {
        return line.split(" ", 2)[0];
    }

    private static String discard(String name) {
        return dead("discard %s --reason 'tried by a test'".formatted(name));
    }

    private static String dead(String arguments) {
        return Swapr.shell("./swapr dead-letters " + arguments).output();
    }

    @Test
    void anInvalidArgumentIsAnsweredWithOneLine() {
        assertThat(dead("redrive listing --key user:unknown")).isEqualTo("swapr: No parked dead letter matches\n");
        assertThat(dead("redrive listing"))
                .isEqualTo("swapr: select dead letters with listing/ID, --key, --handler, --exception or --all\n");
        assertThat(discard("listing"))
                .isEqualTo("swapr: select dead letters with listing/ID, --consumer or --exception\n");
        assertThat(discard("listing --consumer unknown")).isEqualTo("swapr: No parked dead letter matches\n");
        assertThat(dead("show listing/x"))
                .isEqualTo("swapr: the name of a dead letter is SERVICE/ID, such as listing/7, not listing/x\n");
    }
}
