package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swapr.contracts.Compatibility.Breach;
import swapr.contracts.Compatibility.Rule;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compatible and incompatible changes of a released schema. Each row is one change. */
class CompatibilityTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .build();

    /** The schemas that the rows refer to, before and after the change. */
    private static final Map<String, String> BEFORE = Map.of(
            "urn:money", "{type: 'object', properties: {amount: {type: 'string'}}, required: ['amount']}",
            "urn:node", "{type: 'object', properties: {next: {$ref: 'urn:node'}, name: {type: 'string'}}}");

    private static final Map<String, String> AFTER = Map.of(
            "urn:money", "{type: 'object', properties: {amount: {type: 'number'}}, required: ['amount']}",
            "urn:node", "{type: 'object', properties: {next: {$ref: 'urn:node'}, name: {type: 'integer'}}}",
            "urn:coins", "{type: 'object', properties: {amount: {type: 'string'}}, required: ['amount']}");

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # changes that affect no reader and no older event
            {type: 'string'}                       | {type: 'string', description: 'other words'}
            {type: 'string', examples: ['a']}      | {type: 'string', examples: ['b'], title: 'T', deprecated: true}
            a: {type: 'string'}                    | a: {type: 'string'}, condition: {type: 'string'}
            a: {properties: {}}                    | a: {properties: {b: {type: 'null'}}}
            {required: ['a', 'b']}                 | {required: ['b', 'a']}
            {enum: ['A', 'B']}                     | {enum: ['B', 'A']}
            {const: 'A'}                           | {enum: ['A']}
            {type: ['string', 'null']}             | {type: ['null', 'string']}
            {type: 'number'}                       | {type: ['number', 'integer']}
            {minLength: 1}                         | {minLength: 1}
            {items: {properties: {}}}              | {items: {properties: {b: {type: 'string'}}}}
            {oneOf: [{const: 1}, {const: 2}]}      | {oneOf: [{const: 2}, {const: 1}]}
            {$ref: '#/$defs/a', $defs: {a: {type: 'string'}}} | {$ref: '#/$defs/b', $defs: {b: {type: 'string'}}}
            {$ref: '#/$defs/a', $defs: {a: {type: 'string'}}} | {type: 'string'}
            {type: 'string'}                       | {$ref: '#/$defs/a', $defs: {a: {type: 'string'}}}
            {$ref: 'urn:money'}                    | {$ref: 'urn:coins'}
            """)
    void aCompatibleChangeIsNoBreach(String released, String now) {
        assertThat(breaches(released, now)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}: {2} {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # fields
            price: {}, x: {}                       | cost: {}, x: {}                        | price | REMOVED_FIELD
            {properties: {a: {}}, required: ['a']} | b: {}                                  | a     | REMOVED_FIELD
            a: {properties: {b: {}}}               | a: {properties: {}}                    | a.b   | REMOVED_FIELD
            a: {}                                  | {properties: {a: {}}, required: ['a']} | a     | NEWLY_REQUIRED
            {properties: {}}                       | {properties: {a: {}}, required: ['a']} | a     | NEWLY_REQUIRED
            p: {properties: {q: {}}}               | p: {properties: {q: {}}, required: ['q']} | p.q   | NEWLY_REQUIRED
            {properties: {a: {}}, required: ['a']} | a: {}                                  | a     | NO_LONGER_REQUIRED
            # types
            a: {type: ['string', 'integer']}       | a: {type: 'string'}                    | a     | NARROWED_TYPE
            a: {type: ['string', 'null']}          | a: {type: 'string'}                    | a     | NARROWED_TYPE
            a: {type: 'string'}                    | a: {type: ['string', 'null']}          | a     | WIDENED_TYPE
            a: {type: 'number'}                    | a: {type: 'integer'}                   | a     | NARROWED_TYPE
            a: {type: 'integer'}                   | a: {type: 'number'}                    | a     | WIDENED_TYPE
            a: {}                                  | a: {type: 'string'}                    | a     | NARROWED_TYPE
            a: {type: 'string'}                    | a: {}                                  | a     | WIDENED_TYPE
            a: true                                | a: false                               | a     | NARROWED_TYPE
            a: false                               | a: true                                | a     | WIDENED_TYPE
            # bounds
            {maxLength: 120}                       | {maxLength: 100}                       |       | NARROWED_BOUNDS
            {maxLength: 120}                       | {maxLength: 121}                       |       | WIDENED_BOUNDS
            {maxLength: 120}                       | {}                                     |       | WIDENED_BOUNDS
            {}                                     | {maxLength: 120}                       |       | NARROWED_BOUNDS
            {minimum: 1}                           | {minimum: 1.5}                         |       | NARROWED_BOUNDS
            {minimum: 1}                           | {minimum: 0}                           |       | WIDENED_BOUNDS
            {exclusiveMaximum: 10}                 | {exclusiveMaximum: 9}                  |       | NARROWED_BOUNDS
            {minItems: 0}                          | {minItems: 1}                          |       | NARROWED_BOUNDS
            {maxItems: 5}                          | {maxItems: 6}                          |       | WIDENED_BOUNDS
            # values
            {enum: ['A', 'B']}                     | {enum: ['A']}                          |       | NARROWED_ENUM
            {enum: ['A', 'B']}                     | {enum: ['A', 'B', 'C']}                |       | WIDENED_ENUM
            {const: 'A'}                           | {enum: ['A', 'B']}                     |       | WIDENED_ENUM
            {type: 'string'}                       | {type: 'string', enum: ['A']}          |       | NARROWED_ENUM
            {type: 'string', enum: ['A']}          | {type: 'string'}                       |       | WIDENED_ENUM
            {enum: ['A', null]}                    | {enum: ['A']}                          |       | NARROWED_ENUM
            # formats
            {format: 'uuid'}                       | {format: 'uri'}                        |       | CHANGED_FORMAT
            {format: 'date-time'}                  | {}                                     |       | CHANGED_FORMAT
            {pattern: '^[A-Z]{3}$'}                | {pattern: '^[A-Z]{2}$'}                |       | CHANGED_FORMAT
            # absence
            a: {default: true}                     | a: {default: false}                    | a     | CHANGED_ABSENCE
            a: {}                                  | a: {default: 1}                        | a     | CHANGED_ABSENCE
            # arrays
            l: {items: {type: 'string'}}           | l: {items: {type: 'object'}}           | l[]   | NARROWED_TYPE
            {items: {properties: {b: {}}}}         | {items: {properties: {}}}              | [].b  | REMOVED_FIELD
            {prefixItems: [{type: 'string'}]}      | {prefixItems: [{type: 'null'}]}        | [0]   | NARROWED_TYPE
            {items: {type: 'string'}}              | {}                                     | []    | WIDENED_TYPE
            # alternatives
            {oneOf: [{const: 1}]}                  | {oneOf: [{const: 1}, {const: 2}]}      |       | CHANGED_CHOICE
            {oneOf: [{const: 1}, {const: 2}]}      | {oneOf: [{const: 2}]}                  |       | CHANGED_CHOICE
            {oneOf: [{properties: {a: {}}}]}       | {oneOf: [{properties: {}}]}            | a     | REMOVED_FIELD
            {anyOf: [{type: 'null'}, {maxLength: 5}]} | {anyOf: [{maxLength: 4}, {type: 'null'}]} | | NARROWED_BOUNDS
            # references
            p: {$ref: 'urn:money'}                 | p: {$ref: 'urn:money'}                 | p.amount | NARROWED_TYPE
            {$ref: 'urn:node'}                     | {$ref: 'urn:node'}                     | name  | WIDENED_TYPE
            {$ref: '#/$defs/a', $defs: {a: {type: 'string'}}} | ~
                {$ref: '#/$defs/a', $defs: {a: {type: 'null'}}}~ | | NARROWED_TYPE
            {type: 'string'}                       | {$ref: '#/$defs/a', $defs: {a: {type: 'null'}}} | | NARROWED_TYPE
            {$ref: 'urn:money'}                    | {$ref: 'urn:gold'}                     |       | UNKNOWN
            # openness, and unsupported keywords
            {}                                     | {additionalProperties: false}          |       | CLOSED
            {}                                     | {unevaluatedProperties: false}         |       | CLOSED
            {}                                     | {patternProperties: {'^x-': {}}}       |       | UNKNOWN
            {if: {const: 1}}                       | {if: {const: 2}}                       |       | UNKNOWN
            {not: {const: 1}}                      | {}                                     |       | UNKNOWN
            """)
    void anIncompatibleChangeIsABreach(String released, String now, @Nullable String field, Rule rule) {
        assertThat(breaches(released, now))
                .extracting(Breach::field, Breach::rule)
                .contains(tuple(field == null ? "" : field, rule));
    }

    private static List<Breach> breaches(String released, String now) {
        return Compatibility.breaches(read(released), read(now), id -> named(BEFORE, id), id -> named(AFTER, id));
    }

    private static @Nullable JsonNode named(Map<String, String> schemas, String id) {
        return schemas.containsKey(id) ? read(schemas.get(id)) : null;
    }

    /** Reads a schema. A text without braces is a list of properties: {@code a: {}} is short for an object with a. */
    private static JsonNode read(String text) {
        return JSON.readTree(text.strip().startsWith("{") ? text : "{properties: {%s}}".formatted(text));
    }
}
