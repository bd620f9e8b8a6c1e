package swapr.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import swapr.edge.EventCatalog.Entry;

/** The page at {@code /catalog}: every event with its publishers, its readers, its fields and a sample. */
@RestController
class EventCatalogPage {

    private final String page;
    private final EventCatalog catalog;

    EventCatalogPage(@Value("classpath:catalog.html") Resource template, EventCatalog catalog) throws IOException {
        this.catalog = catalog;
        this.page = template.getContentAsString(StandardCharsets.UTF_8)
                .replace("{{overview}}", each(catalog.entries(), EventCatalogPage::row))
                .replace("{{entries}}", each(catalog.entries(), EventCatalogPage::section));
    }

    @GetMapping(path = "/catalog", produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
    ResponseEntity<String> show() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ZERO).mustRevalidate())
                .body(page);
    }

    /** The same content, for programs. */
    @GetMapping("/catalog.json")
    List<Entry> entries() {
        return catalog.entries();
    }

    /** The AsyncAPI document, for tools: the publishers and the readers of each message. */
    @GetMapping(path = "/asyncapi.yaml", produces = "application/yaml")
    Resource asyncApi() {
        return new ClassPathResource("swapr/contracts/asyncapi.yaml");
    }

    /** The OpenAPI document, for tools: the REST calls of all services. */
    @GetMapping(path = "/openapi.yaml", produces = "application/yaml")
    Resource openApi() {
        return new ClassPathResource("swapr/contracts/openapi.yaml");
    }

    private interface Part {
        String of(Entry entry);
    }

    private static String each(List<Entry> entries, Part part) {
        return entries.stream().map(part::of).collect(Collectors.joining());
    }

    private static String row(Entry entry) {
        return """
                <tr><td><a href="#%s">%s</a> v%d%s</td><td>%s</td><td>%s</td><td>%s</td></tr>
                """.formatted(
                        id(entry),
                        text(entry.type()),
                        entry.version(),
                        entry.deprecated() ? " <small class=old>deprecated</small>" : "",
                        text(entry.topic()),
                        names(entry.publishers()),
                        names(entry.readers()));
    }

    private static String section(Entry entry) {
        String fields = entry.fields().stream()
                .map(field -> "<tr><td><code>%s</code></td><td>%s%s</td><td>%s</td></tr>"
                        .formatted(
                                text(field.name()),
                                text(field.type()),
                                field.required() ? "" : ", optional",
                                text(field.description())))
                .collect(Collectors.joining("\n"));
        String differences = entry.differences().isEmpty()
                ? ""
                : "<p>Compared with version %d: %s.</p>"
                        .formatted(entry.version() - 1, text(String.join("; ", entry.differences())));
        return """
                <section id="%s"><h2>%s <small>version %d%s</small></h2>
                <p>%s</p><p class=quiet>Topic: <code>%s</code>. Published by: %s. Read by: %s.</p>%s
                <table><tr><th>field</th><th>type</th><th>meaning</th></tr>%s</table>
                <details><summary>Sample</summary><pre>%s</pre></details></section>
                """.formatted(
                        id(entry),
                        text(entry.type()),
                        entry.version(),
                        entry.deprecated() ? ", deprecated" : "",
                        text(entry.description()),
                        text(entry.topic()),
                        names(entry.publishers()),
                        names(entry.readers()),
                        differences,
                        fields,
                        text(entry.sample()));
    }

    private static String id(Entry entry) {
        return "%s.v%d".formatted(entry.type(), entry.version());
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none yet" : text(String.join(", ", names));
    }

    private static String text(String text) {
        return HtmlUtils.htmlEscape(text);
    }
}
