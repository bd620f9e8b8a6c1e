package swapr.contracts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares a schema with its last released version, in both directions. Events are never deleted from a topic, so
 * readers of the new schema must read old events. Readers of the released schema must read new events. Therefore only
 * an optional field may be added: nothing may become narrower or wider.
 *
 * <p>It supports the keywords that the schemas use. A change of any other keyword is a breach too.
 */
final class Compatibility {

    /** The changes of a released schema that are not allowed. */
    enum Rule {
        REMOVED_FIELD("was removed, but readers of the released version use it"),
        NEWLY_REQUIRED("is required now, but older events do not have it"),
        NO_LONGER_REQUIRED("is optional now, but readers of the released version need it"),
        NARROWED_TYPE("allows fewer types, so older events may be refused"),
        WIDENED_TYPE("allows more types, which readers of the released version do not expect"),
        NARROWED_BOUNDS("has narrower bounds, so older events may be refused"),
        WIDENED_BOUNDS("has wider bounds, which readers of the released version do not expect"),
        NARROWED_ENUM("allows fewer values, so older events may be refused"),
        WIDENED_ENUM("allows more values, which readers of the released version do not expect"),
        CHANGED_FORMAT("is written in another format"),
        CHANGED_ABSENCE("has another meaning when it is absent"),
        CHANGED_CHOICE("has other alternatives"),
        CLOSED("refuses unknown fields, so older events may be refused"),
        UNKNOWN("has a change that this check does not support");

        private final String text;

        Rule(String text) {
            this.text = text;
        }
    }

    /**
     * One change that is not allowed.
     *
     * @param field the path in the payload, such as {@code price.amount} or {@code items[].size}; empty for the payload
     *     itself
     * @param detail the values before and after the change
     */
    record Breach(String field, Rule rule, String detail) {
        @Override
        public String toString() {
            return "%s %s (%s)".formatted(field.isEmpty() ? "the payload" : "`" + field + "`", rule.text, detail);
        }
    }

    private static final JsonNode NOTHING = JsonMapper.shared().createObjectNode();
    private static final Set<String> ALL_TYPES =
            Set.of("string", "number", "integer", "boolean", "object", "array", "null");
    private static final Set<String> ANNOTATIONS =
            Set.of("$schema", "$id", "$comment", "$defs", "$anchor", "title", "description", "examples", "deprecated");
    /** Keywords that allow more if their value is smaller. */
    private static final Set<String> FLOORS =
            Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    /** Keywords that allow less if their value is smaller. */
    private static final Set<String> CEILINGS =
            Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

    private static final Set<String> FORMATS = Set.of("format", "pattern", "contentEncoding", "contentMediaType");
    private static final Set<String> CHOICES = Set.of("oneOf", "anyOf", "allOf");
    private static final Set<String> COMPARED_SEPARATELY =
            Set.of("type", "properties", "required", "items", "prefixItems", "enum", "const", "default", "$ref");
    private static final Set<String> OPENNESS = Set.of("additionalProperties", "unevaluatedProperties");

    private final Function<String, @Nullable JsonNode> oldReferences;
    private final Function<String, @Nullable JsonNode> newReferences;
    /** References that are currently followed, because a schema may refer to itself. */
    private final Set<String> inProgress = new HashSet<>();

    private final Set<Breach> breaches = new LinkedHashSet<>();

    private Compatibility(
            Function<String, @Nullable JsonNode> oldReferences, Function<String, @Nullable JsonNode> newReferences) {
        this.oldReferences = oldReferences;
        this.newReferences = newReferences;
    }

    /**
     * All breaches, in the order of the released schema.
     *
     * @param oldReferences returns the released schema with an {@code $id}; null if it does not exist
     * @param newReferences returns the current schema with an {@code $id}; null if it does not exist
     */
    static List<Breach> breaches(
            JsonNode released,
            JsonNode now,
            Function<String, @Nullable JsonNode> oldReferences,
            Function<String, @Nullable JsonNode> newReferences) {
        var comparison = new Compatibility(
                reference -> resolve(released, reference, oldReferences),
                reference -> resolve(now, reference, newReferences));
        comparison.compare("", released, now);
        return List.copyOf(comparison.breaches);
    }

    private static @Nullable JsonNode resolve(
            JsonNode root, String reference, Function<String, @Nullable JsonNode> others) {
        int hash = reference.indexOf('#');
        JsonNode document = hash == 0 ? root : others.apply(hash < 0 ? reference : reference.substring(0, hash));
        if (document == null) {
            return null;
        }
        JsonNode found = hash < 0 ? document : document.at(reference.substring(hash + 1));
        return found.isMissingNode() ? null : found;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.isBoolean() || after.isBoolean()) {
            if (!before.equals(after)) {
                breach(
                        path,
                        before.isBoolean() && !before.asBoolean() ? Rule.WIDENED_TYPE : Rule.NARROWED_TYPE,
                        before,
                        after);
            }
            return;
        }
        if (before.has("$ref") || after.has("$ref")) {
            compareReferences(path, before, after);
            return;
        }
        compareTypes(path, before, after);
        compareValues(path, before, after);
        compareFields(path, before, after);
        compareItems(path, before, after);
        if (!before.path("default").equals(after.path("default"))) {
            breach(path, Rule.CHANGED_ABSENCE, before.path("default"), after.path("default"));
        }
        Stream.concat(before.propertyNames().stream(), after.propertyNames().stream())
                .distinct()
                .filter(keyword -> !ANNOTATIONS.contains(keyword) && !COMPARED_SEPARATELY.contains(keyword))
                .forEach(keyword -> compareKeyword(path, keyword, before.path(keyword), after.path(keyword)));
    }

    /** Compares the targets, because a reference may be replaced by its target, and a target by a reference. */
    private void compareReferences(String path, JsonNode before, JsonNode after) {
        JsonNode from = target(path, before, oldReferences);
        JsonNode to = target(path, after, newReferences);
        String pair = before.path("$ref") + " " + after.path("$ref");
        if (from != null && to != null && inProgress.add(pair)) {
            compare(path, merged(before, from), merged(after, to));
            inProgress.remove(pair);
        }
    }

    private @Nullable JsonNode target(String path, JsonNode schema, Function<String, @Nullable JsonNode> references) {
        if (!schema.has("$ref")) {
            return NOTHING;
        }
        JsonNode found = references.apply(schema.path("$ref").asString());
        if (found == null) {
            breaches.add(new Breach(
                    path,
                    Rule.UNKNOWN,
                    "there is no schema " + schema.path("$ref").asString()));
        }
        return found;
    }

    /** Keywords beside a reference count too. They override the keywords of the target. */
    private static JsonNode merged(JsonNode schema, JsonNode target) {
        var both = JsonMapper.shared().createObjectNode();
        target.properties().forEach(keyword -> both.set(keyword.getKey(), keyword.getValue()));
        schema.properties().stream()
                .filter(keyword -> !keyword.getKey().equals("$ref"))
                .forEach(keyword -> both.set(keyword.getKey(), keyword.getValue()));
        return both;
    }

    private void compareTypes(String path, JsonNode before, JsonNode after) {
        var from = types(before);
        var to = types(after);
        if (!to.containsAll(from)) {
            breach(path, Rule.NARROWED_TYPE, before.path("type"), after.path("type"));
        }
        if (!from.containsAll(to)) {
            breach(path, Rule.WIDENED_TYPE, before.path("type"), after.path("type"));
        }
    }

    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        Set<String> types = type.isArray()
                ? type.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(HashSet::new))
                : new HashSet<>(type.isMissingNode() ? ALL_TYPES : Set.of(type.asString()));
        if (types.contains("number")) {
            types.add("integer");
        }
        return types;
    }

    private void compareValues(String path, JsonNode before, JsonNode after) {
        var from = values(before);
        var to = values(after);
        if (from == null && to == null) {
            return;
        }
        if (to != null && (from == null || !to.containsAll(from))) {
            breach(path, Rule.NARROWED_ENUM, from, to);
        }
        if (from != null && (to == null || !from.containsAll(to))) {
            breach(path, Rule.WIDENED_ENUM, from, to);
        }
    }

    private static @Nullable Set<JsonNode> values(JsonNode schema) {
        if (schema.has("const")) {
            return Set.of(schema.path("const"));
        }
        return schema.has("enum")
                ? schema.path("enum").valueStream().collect(Collectors.toCollection(LinkedHashSet::new))
                : null;
    }

    private void compareFields(String path, JsonNode before, JsonNode after) {
        var requiredBefore = strings(before.path("required"));
        var requiredAfter = strings(after.path("required"));
        for (var field : before.path("properties").properties()) {
            String name = field.getKey();
            String where = path.isEmpty() ? name : path + "." + name;
            JsonNode now = after.path("properties").path(name);
            if (now.isMissingNode()) {
                breaches.add(new Breach(
                        where, Rule.REMOVED_FIELD, requiredBefore.contains(name) ? "was required" : "was optional"));
            } else {
                compare(where, field.getValue(), now);
            }
        }
        for (String name : requiredAfter) {
            if (!requiredBefore.contains(name)) {
                breaches.add(new Breach(
                        path.isEmpty() ? name : path + "." + name,
                        Rule.NEWLY_REQUIRED,
                        before.path("properties").has(name) ? "was optional" : "did not exist"));
            }
        }
        for (String name : requiredBefore) {
            if (!requiredAfter.contains(name) && after.path("properties").has(name)) {
                breaches.add(
                        new Breach(path.isEmpty() ? name : path + "." + name, Rule.NO_LONGER_REQUIRED, "was required"));
            }
        }
    }

    private static Set<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void compareItems(String path, JsonNode before, JsonNode after) {
        compareOrAbsent(path + "[]", before.path("items"), after.path("items"));
        int longest = Math.max(
                before.path("prefixItems").size(), after.path("prefixItems").size());
        for (int i = 0; i < longest; i++) {
            compareOrAbsent(
                    "%s[%d]".formatted(path, i),
                    before.path("prefixItems").path(i),
                    after.path("prefixItems").path(i));
        }
    }

    /** A missing schema allows everything. */
    private void compareOrAbsent(String path, JsonNode before, JsonNode after) {
        if (!before.isMissingNode() || !after.isMissingNode()) {
            compare(path, before.isMissingNode() ? NOTHING : before, after.isMissingNode() ? NOTHING : after);
        }
    }

    private void compareKeyword(String path, String keyword, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (FLOORS.contains(keyword)) {
            compareBound(path, keyword, before, after, 1);
        } else if (CEILINGS.contains(keyword)) {
            compareBound(path, keyword, before, after, -1);
        } else if (FORMATS.contains(keyword)) {
            breach(path, Rule.CHANGED_FORMAT, before, after);
        } else if (CHOICES.contains(keyword)) {
            compareChoices(path, keyword, before, after);
        } else if (OPENNESS.contains(keyword)) {
            breach(path, isOpen(after) ? Rule.WIDENED_BOUNDS : Rule.CLOSED, before, after);
        } else {
            breaches.add(new Breach(path, Rule.UNKNOWN, keyword + ": " + text(before) + " -> " + text(after)));
        }
    }

    private static boolean isOpen(JsonNode openness) {
        return openness.isMissingNode() || openness.asBoolean(false);
    }

    /** @param direction 1 if a higher value allows less, -1 if it allows more */
    private void compareBound(String path, String keyword, JsonNode before, JsonNode after, int direction) {
        boolean narrower = before.isMissingNode()
                || (!after.isMissingNode() && direction * after.decimalValue().compareTo(before.decimalValue()) > 0);
        breaches.add(new Breach(
                path,
                narrower ? Rule.NARROWED_BOUNDS : Rule.WIDENED_BOUNDS,
                "%s: %s -> %s".formatted(keyword, text(before), text(after))));
    }

    /** Alternatives have no names. Equal ones are paired first, and the others by their position. */
    private void compareChoices(String path, String keyword, JsonNode before, JsonNode after) {
        var from = before.valueStream().collect(Collectors.toCollection(ArrayList::new));
        var to = after.valueStream().collect(Collectors.toCollection(ArrayList::new));
        var same = from.stream().filter(to::contains).toList();
        from.removeAll(same);
        to.removeAll(same);
        if (from.size() != to.size()) {
            breaches.add(new Breach(
                    path,
                    Rule.CHANGED_CHOICE,
                    "%s: %d alternatives -> %d".formatted(keyword, before.size(), after.size())));
            return;
        }
        Map<JsonNode, JsonNode> pairs = new LinkedHashMap<>();
        for (int i = 0; i < from.size(); i++) {
            pairs.put(from.get(i), to.get(i));
        }
        pairs.forEach((was, is) -> compare(path, was, is));
    }

    private void breach(String path, Rule rule, @Nullable Object before, @Nullable Object after) {
        breaches.add(new Breach(path, rule, text(before) + " -> " + text(after)));
    }

    private static String text(@Nullable Object value) {
        return value == null || (value instanceof JsonNode node && node.isMissingNode()) ? "nothing" : value.toString();
    }
}
