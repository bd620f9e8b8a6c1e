package swapr.pacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden samples on the class path: {@code swapr/contracts/samples/<context>/<Type>.v<N>….json}. */
final class Samples {

    /** @param context the directory of the sample: the publisher's bounded context */
    private record Sample(String context, JsonNode event) {}

    private final List<Sample> all = new ArrayList<>();

    Samples() {
        try {
            var files = new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:swapr/contracts/samples/*/*.json");
            List.of(files).stream()
                    .sorted(Comparator.comparing(Resource::getFilename))
                    .forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Resource file) {
        try {
            String[] path = file.getURL().getPath().split("/", -1);
            var event = JsonMapper.shared().readTree(file.getContentAsString(StandardCharsets.UTF_8));
            all.add(new Sample(path[path.length - 2], event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> of(String type, int version) {
        return all.stream()
                .map(Sample::event)
                .filter(event -> event.path("event_type").asString("").equals(type)
                        && event.path("schema_version").asInt(0) == version)
                .toList();
    }

    /** Returns the service that publishes a type. */
    String publisher(String type) {
        return all.stream()
                .filter(sample -> sample.event().path("event_type").asString("").equals(type))
                .map(sample -> sample.context() + "-service")
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s has no sample in contracts/samples, so no service publishes it".formatted(type)));
    }
}
