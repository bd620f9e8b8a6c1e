package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running services publish and read the messages of asyncapi.yaml and of the oracle's {@code handled.csv}. */
@ExtendWith(RunningMarketplace.class)
class ChoreographyTest {

    private static final List<String> SERVICES = List.of("user", "listing", "purchase", "notification", "analytics");
    private static final Pattern DEAD_LETTERS = Pattern.compile("\\S+\\.dlq");
    private static final Set<String> published = new TreeSet<>();
    private static final Set<String> read = new TreeSet<>();

    @BeforeAll
    static void readTheChoreographyOfEachService() {
        String operator = Swapr.run("token", "olga").expecting(0).output().strip();
        for (var service : SERVICES) {
            int place = 13 + SERVICES.indexOf(service);
            var answer = Http.call(
                    "GET",
                    Swapr.url(place) + "/actuator/choreography",
                    null,
                    Map.of("Authorization", "Bearer " + operator));
            assertThat(answer.status()).as(service).isEqualTo(200);
            for (JsonNode message : answer.body().path("publishes")) {
                published.add("%s-service %s %s.v%d"
                        .formatted(
                                service,
                                message.path("topic").asString(),
                                message.path("type").asString(),
                                message.path("version").asInt()));
            }
            for (JsonNode reaction : answer.body().path("reads")) {
                for (JsonNode version : reaction.path("versions")) {
                    read.add("%s %s %s.v%d"
                            .formatted(
                                    reaction.path("consumer").asString(),
                                    reaction.path("topic").asString(),
                                    reaction.path("type").asString(),
                                    version.asInt()));
                }
            }
        }
    }

    @Test
    void asyncApiHasAllPublishedAndAllReadMessages() throws IOException {
        Set<String> documentedAsSent = new TreeSet<>();
        Set<String> documentedAsReceived = new TreeSet<>();
        Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of("../contracts/asyncapi.yaml")));
        for (var operation :
                JsonMapper.shared().valueToTree(yaml).path("operations").properties()) {
            String channel = last(operation.getValue().path("channel").path("$ref"));
            String group = operation
                    .getValue()
                    .path("bindings")
                    .path("kafka")
                    .path("groupId")
                    .path("const")
                    .asString("");
            boolean sending = operation.getValue().path("action").asString().equals("send");
            for (JsonNode message : operation.getValue().path("messages")) {
                String name = last(message.path("$ref"));
                if (sending && !name.equals("deadLetter")) {
                    documentedAsSent.add(
                            operation.getKey().substring(0, operation.getKey().indexOf('.')) + " " + channel + " "
                                    + name);
                } else if (!sending) {
                    documentedAsReceived.add(group + " " + channel + " " + name);
                }
            }
        }

        assertThat(documentedAsSent).isEqualTo(published);
        assertThat(documentedAsReceived).isEqualTo(read);
    }

    @Test
    void asyncApiHasAllDeadLetterTopics() throws IOException {
        Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of("../contracts/asyncapi.yaml")));
        var documented = JsonMapper.shared()
                .valueToTree(yaml)
                .path("channels")
                .propertyStream()
                .map(channel -> channel.getValue().path("address").asString())
                .filter(topic -> topic.endsWith(".dlq"))
                .toList();

        assertThat(DEAD_LETTERS
                        .matcher(Swapr.run("topic").expecting(0).output())
                        .results()
                        .map(MatchResult::group))
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    /** The oracle would not check a reaction that is missing in {@code handled.csv}. */
    @Test
    void theOracleChecksEachReaction() throws IOException {
        assertThat(EvidenceDatabase.resource("handled.csv").lines())
                .containsExactlyInAnyOrderElementsOf(read.stream()
                        .map(line -> line.replaceFirst("\\.v\\d+$", "").replace(' ', ','))
                        .distinct()
                        .toList());
    }

    private static String last(JsonNode reference) {
        return reference.asString().substring(reference.asString().lastIndexOf('/') + 1);
    }
}
