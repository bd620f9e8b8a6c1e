package swapr.room;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The files of the page. They are in the jar, and the browser gets them as they are. */
final class Page {

    private static final String OURS = "/swapr/room/page/";
    private static final String PREACT = "/META-INF/resources/_static/htm/3.1.1/preact/standalone.module.js";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    private Page() {}

    /** The file with this name, such as {@code app.js}; 404 if there is none. */
    static Answer file(String name) {
        if (!name.matches("[a-z]+\\.(html|js|css|json|svg)")) {
            return notFound();
        }
        var path = name.equals("preact.js") ? PREACT : OURS + name;
        try (var in = Page.class.getResourceAsStream(path)) {
            return in == null
                    ? notFound()
                    : Answer.of(200, type(name), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "text/plain");
    }

    static Answer notFound() {
        return Answer.problem(404, "The control room has no such address. Open /room/");
    }
}
