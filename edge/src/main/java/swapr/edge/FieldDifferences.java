package swapr.edge;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swapr.edge.EventCatalog.Field;

/** The differences between the fields of two versions of a type, in words. */
final class FieldDifferences {

    private FieldDifferences() {}

    static List<String> between(List<Field> before, List<Field> after) {
        Map<String, Field> old = byName(before);
        Map<String, Field> current = byName(after);
        var names = new TreeSet<>(old.keySet());
        names.addAll(current.keySet());
        return names.stream()
                .flatMap(name -> difference(name, old.get(name), current.get(name)))
                .toList();
    }

    private static Stream<String> difference(String name, @Nullable Field was, @Nullable Field is) {
        if (was == null) {
            return Stream.of(name + " was added");
        }
        if (is == null) {
            return Stream.of(name + " was removed");
        }
        return kind(was).equals(kind(is))
                ? Stream.empty()
                : Stream.of("%s changed from %s to %s".formatted(name, kind(was), kind(is)));
    }

    private static Map<String, Field> byName(List<Field> fields) {
        var byName = new TreeMap<String, Field>();
        fields.forEach(field -> byName.put(field.name(), field));
        return byName;
    }

    private static String kind(Field field) {
        return (field.required() ? "" : "optional ") + field.type();
    }
}
