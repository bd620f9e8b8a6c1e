package swapr.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Validates events against the schemas on the class path. */
final class Schemas {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ENVELOPE = "urn:swapr:envelope:v1";

    private final Map<String, String> byId;
    private final SchemaRegistry registry;

    private Schemas(Map<String, String> byId) {
        this.byId = byId;
        this.registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(byId)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    static Schemas onClassPath() {
        try {
            Map<String, String> byId = new HashMap<>();
            for (Resource file : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:swapr/contracts/events/**/*.json")) {
                String schema = file.getContentAsString(StandardCharsets.UTF_8);
                byId.put(JSON.readTree(schema).path("$id").asString(), schema);
            }
            return new Schemas(byId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the violations in a record's value, each with the path of its field; empty if the value is valid.
     *
     * @param value one JSON object, as it is on the topic
     */
    List<String> faults(String topic, String value) {
        JsonNode event = JSON.readTree(value);
        String id = "urn:swapr:%s:%s:v%d"
                .formatted(
                        topic,
                        event.path("event_type").asString(""),
                        event.path("schema_version").asInt(0));
        if (!byId.containsKey(id)) {
            return List.of("contracts/events has no schema " + id + ": add it");
        }
        List<String> faults = new ArrayList<>();
        faults(faults, id, "", ENVELOPE, event);
        faults(faults, id, "/payload", id, event.path("payload"));
        return faults;
    }

    private void faults(List<String> faults, String event, String where, String schema, JsonNode instance) {
        Schema contract = registry.getSchema(SchemaLocation.of(schema));
        contract.validate(instance)
                .forEach(error -> faults.add(
                        "%s: %s%s %s".formatted(event, where, error.getInstanceLocation(), error.getMessage())));
    }
}
