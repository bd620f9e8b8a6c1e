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
 * What a reader needs of a type, as a message of a pact: a sample cut down to the fields that it reads, and what must be
 * true of each. A field that is read as {@link Optional} may be absent and is no need.
 */
final class RequiredFields {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final ContentType TYPE_OF_CONTENT = new ContentType("application/json");
    private static final String AN_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String A_TIME = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z";

    /** What every reader reads of the envelope, and how; where nothing is said, it must be what the example says. */
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
        // In the sample's order, so that two runs write the same file.
        sample.propertyNames().forEach(field -> {
            Optional<MatchingRule> rule = ENVELOPE.get(field);
            if (rule != null) {
                message.set(field, sample.get(field));
                rule.ifPresent(known -> body.addRule("$." + field, known));
            }
        });
        message.set("payload", cut(sample.path("payload"), reader.payload(), "$.payload"));
    }

    /** @param samples of the type and version; the one that has most of what is read becomes the example */
    static RequiredFields of(Reader reader, List<JsonNode> samples) {
        return samples.stream()
                .map(sample -> new RequiredFields(reader, sample))
                .max((a, b) -> Long.compare(a.known(), b.known()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s v%d has no sample, so nobody publishes it".formatted(reader.type(), reader.version())));
    }

    /** The example, as it would stand on the wire. */
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

    private long known() {
        return message.path("payload")
                .valueStream()
                .filter(value -> !value.isNull())
                .count();
    }

    private ObjectNode cut(JsonNode sample, Class<?> type, String path) {
        ObjectNode read = JSON.createObjectNode();
        for (RecordComponent field : type.getRecordComponents()) {
            if (field.getType() != Optional.class) {
                String name = PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, field.getName());
                read.set(name, one(sample.path(name), field.getType(), path + "." + name));
            }
        }
        return read;
    }

    private JsonNode one(JsonNode sample, Class<?> type, String path) {
        if (type.isRecord()) {
            return cut(sample, type, path);
        }
        body.addRule(path, rule(type));
        // A field that no sample has: the pact still asks for it, and the publisher's build says who does.
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
