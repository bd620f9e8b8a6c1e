package swapr.pacts;

import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.V4Interaction.AsynchronousMessage;
import au.com.dius.pact.core.model.matchingrules.MatchingRule;
import au.com.dius.pact.core.model.matchingrules.MatchingRuleCategory;
import au.com.dius.pact.core.model.matchingrules.MatchingRulesImpl;
import au.com.dius.pact.core.model.matchingrules.RegexMatcher;
import au.com.dius.pact.core.model.matchingrules.TypeMatcher;
import au.com.dius.pact.core.model.v4.MessageContents;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import swapr.messaging.Readings.Reader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields that a reader requires of a type, as a message of a pact. The message is a sample with only these fields,
 * and each payload field has a rule. A field that is read as {@link Optional} may be absent, so it is not required.
 */
final class RequiredFields {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ContentType TYPE_OF_CONTENT = new ContentType("application/json");
    private static final String AN_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String A_TIME = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z";

    /**
     * The envelope fields that every reader reads, with their rules. Without a rule, a field must equal the example.
     */
    private static final Map<String, Optional<MatchingRule>> ENVELOPE = Map.of(
            "event_id", Optional.of(new RegexMatcher(AN_ID, null)),
            "event_type", Optional.empty(),
            "schema_version", Optional.empty(),
            "aggregate_id", Optional.of(TypeMatcher.INSTANCE),
            "aggregate_version", Optional.of(TypeMatcher.INSTANCE),
            "actor", Optional.of(TypeMatcher.INSTANCE),
            "timestamp", Optional.of(new RegexMatcher(A_TIME, null)),
            "correlation_id", Optional.of(TypeMatcher.INSTANCE));

    private final Reader reader;
    private final ObjectNode message = JSON.createObjectNode();
    private final MatchingRulesImpl rules = new MatchingRulesImpl();
    private final MatchingRuleCategory body = rules.addCategory("body");

    private RequiredFields(Reader reader, JsonNode sample) {
        this.reader = reader;
        // The sample's order is kept, so that two runs write the same file.
        sample.propertyNames().forEach(field -> {
            Optional<MatchingRule> rule = ENVELOPE.get(field);
            if (rule != null) {
                message.set(field, sample.get(field));
                rule.ifPresent(present -> body.addRule("$." + field, present));
            }
        });
        message.set("payload", select(sample.path("payload"), reader.payload(), "$.payload"));
    }

    /** @param samples samples of the type and version; the one with most of the read fields becomes the example */
    static RequiredFields of(Reader reader, List<JsonNode> samples) {
        return samples.stream()
                .map(sample -> new RequiredFields(reader, sample))
                .max((a, b) -> Long.compare(a.countValues(), b.countValues()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s v%d has no sample in contracts/samples, so no service publishes it"
                                .formatted(reader.type(), reader.version())));
    }

    /** Returns the example as JSON, as it would be on the topic. */
    String example() {
        return JSON.writeValueAsString(message);
    }

    AsynchronousMessage message() {
        var contents = new MessageContents(
                OptionalBody.Companion.body(example(), TYPE_OF_CONTENT),
                Map.of("contentType", TYPE_OF_CONTENT.asString()),
                rules);
        String name = "%s v%d".formatted(reader.type(), reader.version());
        return new AsynchronousMessage(name, name, contents);
    }

    private long countValues() {
        return message.path("payload")
                .valueStream()
                .filter(value -> !value.isNull())
                .count();
    }

    private ObjectNode select(JsonNode sample, Class<?> type, String path) {
        ObjectNode read = JSON.createObjectNode();
        for (RecordComponent field : type.getRecordComponents()) {
            if (field.getType() != Optional.class) {
                String name = PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, field.getName());
                read.set(name, fieldOf(sample.path(name), field.getType(), path + "." + name));
            }
        }
        return read;
    }

    private JsonNode fieldOf(JsonNode sample, Class<?> type, String path) {
        if (type.isRecord()) {
            return select(sample, type, path);
        }
        body.addRule(path, rule(type));
        // The pact also requires a field that no sample has. The publisher's build then fails and names the consumer.
        return sample.isMissingNode() ? placeholder(type) : sample;
    }

    private static MatchingRule rule(Class<?> type) {
        if (type == UUID.class) {
            return new RegexMatcher(AN_ID, null);
        }
        if (type == Instant.class) {
            return new RegexMatcher(A_TIME, null);
        }
        if (type.isEnum()) {
            return new RegexMatcher(
                    Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining("|")),
                    null);
        }
        return TypeMatcher.INSTANCE;
    }

    private static JsonNode placeholder(Class<?> type) {
        if (type == boolean.class) {
            return JSON.getNodeFactory().booleanNode(false);
        }
        return type == int.class || type == long.class
                ? JSON.getNodeFactory().numberNode(0)
                : JSON.getNodeFactory().stringNode("no sample has it");
    }
}
