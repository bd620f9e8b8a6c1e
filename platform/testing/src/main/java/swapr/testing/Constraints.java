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

/** What the annotations of Bean Validation, and Swapr's own, say in JSON Schema's words. */
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
            assertThat(bounds).as("%s is text without a bound", parameter).isNotEmpty();
        }
        return bounds;
    }

    /** Also whether it must be there, and for a line of a body that it cannot be empty. */
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
        Map<String, @Nullable Object> says = AnnotationUtils.getAnnotationAttributes(annotation);
        switch (annotation.annotationType().getSimpleName()) {
            case "OneLine", "MultiLine" -> bounds.put("maxLength", of("max", says));
            case "VisibleAscii" -> bounds.put("pattern", "^[\\x21-\\x7e]{1," + says.get("max") + "}$");
            case "MaxWords" -> bounds.put("x-max-words", of("value", says));
            case "Pattern" -> addPattern(String.valueOf(says.get("regexp")), bounds);
            case "Size", "NewPassword" -> addSize(type, says, bounds);
            case "Min" -> bounds.put("minimum", of("value", says));
            case "Max" -> bounds.put("maximum", of("value", says));
            case "Digits" -> {
                assertThat(type).isEqualTo(BigDecimal.class);
                bounds.put(
                        "pattern",
                        "^[0-9]{1,%s}(\\.[0-9]{1,%s})?$".formatted(says.get("integer"), says.get("fraction")));
            }
            default -> {} // says nothing about a bound
        }
    }

    /** A choice of plain words is an enumeration in the contract. */
    private static void addPattern(String regexp, Map<String, Object> bounds) {
        if (regexp.matches("[a-zA-Z_]+(\\|[a-zA-Z_]+)+")) {
            bounds.put(
                    "enum", List.of(regexp.split("\\|", -1)).stream().sorted().toList());
        } else {
            bounds.put("pattern", "^" + regexp + "$");
        }
    }

    private static void addSize(Class<?> type, Map<String, @Nullable Object> says, Map<String, Object> bounds) {
        String counted = CharSequence.class.isAssignableFrom(type) ? "Length" : "Items";
        if (!of("min", says).equals(0)) {
            bounds.put("min" + counted, of("min", says));
        }
        if (!of("max", says).equals(Integer.MAX_VALUE)) {
            bounds.put("max" + counted, of("max", says));
        }
    }

    private static Object of(String attribute, Map<String, @Nullable Object> says) {
        return Objects.requireNonNull(says.get(attribute), attribute);
    }
}
