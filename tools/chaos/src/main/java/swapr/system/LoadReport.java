package swapr.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of one load, as one table and as JSON. */
final class LoadReport {

    private static final int NAME = 38;
    private static final int CELL = 11;
    private static final String UNKNOWN = "not available";

    private final StringBuilder table = new StringBuilder();
    private final Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> groups = new LinkedHashMap<>();

    /** Adds a heading with the names of the columns. */
    void heading(String name, String... columns) {
        table.append('\n');
        line(name, List.of(columns), "");
    }

    /**
     * Adds one figure.
     *
     * @param key its name in JSON
     * @param value NaN if it is not available
     * @param digits the number of decimal places in the table
     * @param note added at the end of the line
     */
    void figure(String key, String name, double value, int digits, String note) {
        figures.put(key, Double.isNaN(value) ? null : value);
        line(name, List.of(text(value, digits)), note);
    }

    void figure(String key, String name, double value, int digits) {
        figure(key, name, value, digits, "");
    }

    /**
     * Adds a line of several figures.
     *
     * @param group the name of the JSON object that contains the line, or empty
     * @param key the name of the JSON object of the line, which has one key for each column
     */
    void figures(String group, String key, String name, List<String> columns, List<Double> values, int digits) {
        var cells = new LinkedHashMap<String, @Nullable Object>();
        List<String> texts = new ArrayList<>();
        for (var i = 0; i < values.size(); i++) {
            double value = values.get(i);
            cells.put(columns.get(i), Double.isNaN(value) ? null : value);
            texts.add(text(value, digits));
        }
        if (group.isEmpty()) {
            figures.put(key, cells);
        } else {
            groups.computeIfAbsent(group, _ -> new LinkedHashMap<>()).put(key, cells);
            figures.put(group, groups.get(group));
        }
        line(name, texts, "");
    }

    /** Adds a figure to the JSON only. */
    void onlyJson(String key, Object value) {
        figures.put(key, value);
    }

    /** Adds a line of text. */
    void text(String line) {
        table.append(line).append('\n');
    }

    private void line(String name, List<String> cells, String note) {
        var line = new StringBuilder(("%-" + NAME + "s").formatted(name));
        cells.forEach(cell -> line.append(("%" + CELL + "s").formatted(cell)));
        if (!note.isEmpty()) {
            line.append("   ").append(note);
        }
        table.append(line.toString().stripTrailing()).append('\n');
    }

    private static String text(double value, int digits) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    String table() {
        return table.toString();
    }

    String json() {
        return Http.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n";
    }
}
