package swapr.workshop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Turns the decks in {@code workshop/slides} into one HTML page that needs no network. A line {@code ---} separates two
 * slides. The text after a line {@code ???} is for the trainer: the page shows it on the key N, and prints it. The
 * key D goes to the next deck.
 */
final class Slides {

    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\R");
    private static final Pattern NOTES = Pattern.compile("(?m)^\\?\\?\\?\\R");
    private static final String CONTENT = "{{slides}}";

    private final Parser parser =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .escapeHtml(true)
            .build();

    /**
     * Writes the page of all decks, in the order of their file names.
     *
     * @throws IOException if a deck cannot be read or the page cannot be written
     */
    void write(Path decks, Path page) throws IOException {
        var html = new StringBuilder();
        for (Path deck : inOrder(decks)) {
            html.append(deck(Files.readString(deck)));
        }
        Files.createDirectories(Objects.requireNonNull(page.getParent()));
        Files.writeString(page, template().replace(CONTENT, html));
    }

    /** The slides of one deck, each as one {@code section}. */
    String deck(String markdown) {
        var html = new StringBuilder();
        for (String slide : SEPARATOR.split(markdown, -1)) {
            List<String> parts = new ArrayList<>(List.of(NOTES.split(slide, 2)));
            html.append(html.isEmpty() ? "<section data-deck>" : "<section>").append(html(parts.getFirst()));
            if (parts.size() == 2) {
                html.append("<aside>").append(html(parts.getLast())).append("</aside>");
            }
            html.append("</section>\n");
        }
        return html.toString();
    }

    private String html(String markdown) {
        return renderer.render(parser.parse(markdown));
    }

    private static List<Path> inOrder(Path decks) throws IOException {
        try (Stream<Path> files = Files.list(decks)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String template() throws IOException {
        try (var template = Slides.class.getResourceAsStream("slides.html")) {
            return new String(Objects.requireNonNull(template).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
