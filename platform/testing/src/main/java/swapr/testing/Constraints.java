package swapr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotationUtils;

/** Converts the annotations of Bean Validation, and Swapr's own, to keywords of JSON Schema. */
final class Constraints {

    private Constraints() {}

    static Map<String, Object> of(Parameter parameter, Class<?> type) {
        Map<String, Object> bounds = new TreeMap<>();
        if (type == UUID.class) {
            bounds.put("format", "uuid");
        } else if (type == Instant.class) {
            bounds.put("format", "date-time");
        } else if (type.isEnum()) {
            bounds.put(
                    "enum",
                    Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .sorted()
                            .toList());
        }
        for (Annotation annotation : parameter.getAnnotations()) {
            add(annotation, type, bounds);
        }
        if (type == String.class) {
            assertThat(bounds)
                    .as("bounds of %s: text needs at least one", parameter)
                    .isNotEmpty();
        }
        return bounds;
    }

    /** As {@link #of}. A field of a body also gets {@code required}, and a one-line text {@code minLength} 1. */
    static Map<String, Object> ofField(String place, Parameter field, Class<?> type) {
        Map<String, Object> bounds = of(field, type);
        if (place.startsWith("body")) {
            bounds.putAll(required(field));
            if (has(field, "OneLine")) {
                bounds.put("minLength", 1);
            }
        }
        return bounds;
    }

    static Map<String, Object> required(Parameter field) {
        return has(field, "NotNull") || has(field, "NotBlank") ? Map.of("required", true) : Map.of();
    }

    private static boolean has(Parameter parameter, String annotation) {
        return Arrays.stream(parameter.getAnnotations())
                .anyMatch(each -> each.annotationType().getSimpleName().equals(annotation));
    }

    private static void add(Annotation annotation, Class<?> type, Map<String, Object> bounds) {
        Map<String, @Nullable Object> attributes = AnnotationUtils.getAnnotationAttributes(annotation);
        switch (annotation.annotationType().getSimpleName()) {
            case "OneLine", "MultiLine" -> bounds.put("maxLength", of("max", attributes));
            case "VisibleAscii" -> bounds.put("pattern", "^[\\x21-\\x7e]{1," + attributes.get("max") + "}$");
            case "MaxWords" -> bounds.put("x-max-words", of("value", attributes));
            case "Pattern" -> addPattern(String.valueOf(attributes.get("regexp")), bounds);
            case "Size", "NewPassword" -> addSize(type, attributes, bounds);
            case "Min" -> bounds.put("minimum", of("value", attributes));
            case "Max" -> bounds.put("maximum", of("value", attributes));
            case "Digits" -> {
                assertThat(type).isEqualTo(BigDecimal.class);
                bounds.put(
                        "pattern",
                        "^[0-9]{1,%s}(\\.[0-9]{1,%s})?$"
                                .formatted(attributes.get("integer"), attributes.get("fraction")));
            }
            default -> {} // not a bound
        }
    }

    /** A pattern that only lists words is an enumeration in the contract. */
    private static void addPattern(String regexp, Map<String, Object> bounds) {
        if (regexp.matches("[a-zA-Z_]+(\\|[a-zA-Z_]+)+")) {
            bounds.put(
                    "enum", List.of(regexp.split("\\|", -1)).stream().sorted().toList());
        } else {
            bounds.put("pattern", "^" + regexp + "$");
        }
    }

    private static void addSize(Class<?> type, Map<String, @Nullable Object> attributes, Map<String, Object> bounds) {
        String counted = CharSequence.class.isAssignableFrom(type) ? "Length" : "Items";
        if (!of("min", attributes).equals(0)) {
            bounds.put("min" + counted, of("min", attributes));
        }
        if (!of("max", attributes).equals(Integer.MAX_VALUE)) {
            bounds.put("max" + counted, of("max", attributes));
        }
    }

    private static Object of(String attribute, Map<String, @Nullable Object> attributes) {
        return Objects.requireNonNull(attributes.get(attribute), attribute);
    }
}
