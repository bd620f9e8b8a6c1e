package swapr.pacts;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.core.model.V4Interaction.AsynchronousMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks the messages that this service published in its own tests against the pacts of their consumers. */
public class PublisherPactsTest {

    private final Build build = Build.here();

    @TestFactory
    Stream<DynamicTest> publishedMessagesSatisfyThePacts() {
        return Pacts.in(build.pacts()).stream()
                .filter(pact -> pact.getProvider().getName().equals(build.service()))
                .flatMap(pact -> Pacts.messages(pact).stream()
                        .map(message -> DynamicTest.dynamicTest(
                                "%s with %s"
                                        .formatted(
                                                message.getDescription(),
                                                pact.getConsumer().getName()),
                                () -> check(pact.getConsumer().getName(), message))));
    }

    private void check(String consumer, AsynchronousMessage message) throws IOException {
        var example = Pacts.example(message);
        Path file = build.published()
                .resolve("%s.v%d.jsonl"
                        .formatted(
                                example.path("event_type").asString(""),
                                example.path("schema_version").asInt(0)));
        assertThat(file)
                .as("%s reads %s, but no test of %s published one", consumer, message.getDescription(), build.service())
                .isNotEmptyFile();
        List<String> published = Files.readAllLines(file);
        assertThat(published.stream()
                        .flatMap(value -> Pacts.missing(message, value).stream())
                        .distinct())
                .as(
                        "fields that %s reads of %s and %s does not publish",
                        consumer, message.getDescription(), build.service())
                .isEmpty();
    }
}
