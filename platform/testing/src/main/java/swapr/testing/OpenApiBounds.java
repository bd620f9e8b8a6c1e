package swapr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Compares {@code openapi.yaml} with the constraints of the code. For each parameter and each field of a body, both
 * must have the same lengths, patterns, minimum, maximum and choices. The same fields must be required. Text without
 * any bound fails.
 *
 * <pre>{@code
 * class BoundsTest {
 *     @Test
 *     void theContractHasTheBoundsOfTheCode() {
 *         OpenApiBounds.ofTheContract().areThoseOf(ListingController.class);
 *     }
 * }
 * }</pre>
 */
public final class OpenApiBounds {

    private final OpenApi contract;

    private OpenApiBounds(OpenApi contract) {
        this.contract = contract;
    }

    /** Reads the contract on the class path. */
    public static OpenApiBounds ofTheContract() {
        return new OpenApiBounds(OpenApi.read());
    }

    /** Fails if an operation of these controllers has different bounds in the code and in the contract. */
    public void areThoseOf(Class<?>... controllers) {
        for (Class<?> controller : controllers) {
            for (Method method : controller.getDeclaredMethods()) {
                RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping != null) {
                    compare(controller, method, mapping);
                }
            }
        }
    }

    private void compare(Class<?> controller, Method method, RequestMapping mapping) {
        RequestMapping prefix = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String path = pathOf(prefix) + pathOf(mapping);
        RequestMethod verb = mapping.method()[0];
        Map<String, Map<String, Object>> code = new TreeMap<>();
        for (Parameter parameter : method.getParameters()) {
            add(parameter, code);
        }
        assertThat(contract.boundsOf(verb, path))
                .as("bounds of %s %s in openapi.yaml, compared with %s", verb, path, controller.getSimpleName())
                .isEqualTo(code);
    }

    private static String pathOf(@Nullable RequestMapping mapping) {
        return mapping == null || mapping.path().length == 0 ? "" : mapping.path()[0];
    }

    private static void add(Parameter parameter, Map<String, Map<String, Object>> bounds) {
        RequestParam query = AnnotatedElementUtils.findMergedAnnotation(parameter, RequestParam.class);
        RequestHeader header = AnnotatedElementUtils.findMergedAnnotation(parameter, RequestHeader.class);
        PathVariable path = AnnotatedElementUtils.findMergedAnnotation(parameter, PathVariable.class);
        if (query != null) {
            bounds.put(
                    named("query", query.name(), parameter.getName()), Constraints.of(parameter, parameter.getType()));
        } else if (header != null) {
            bounds.put(
                    named("header", header.name(), parameter.getName()),
                    Constraints.of(parameter, parameter.getType()));
        } else if (path != null) {
            bounds.put(named("path", path.name(), parameter.getName()), Constraints.of(parameter, parameter.getType()));
        } else if (parameter.isAnnotationPresent(RequestBody.class)) {
            addFields("body", parameter.getType(), bounds);
        } else if (parameter.getType().isRecord()
                && !parameter.getType().getSimpleName().equals("CurrentUser")) {
            addFields("query", parameter.getType(), bounds);
        }
    }

    private static String named(String place, String given, String name) {
        return place + " " + (given.isEmpty() ? name : given);
    }

    private static void addFields(String place, Class<?> type, Map<String, Map<String, Object>> bounds) {
        for (RecordComponent field : type.getRecordComponents()) {
            String name = place + (place.startsWith("body") ? "." : " ") + snakeCase(field.getName());
            if (field.getType().isRecord()) {
                bounds.put(name, Constraints.required(component(type, field)));
                addFields(name, field.getType(), bounds);
            } else {
                bounds.put(name, Constraints.ofField(place, component(type, field), field.getType()));
            }
        }
    }

    /** Returns the constructor's parameter. It has each annotation of the component that parameters can have. */
    private static Parameter component(Class<?> type, RecordComponent field) {
        return Arrays.stream(type.getDeclaredConstructors()[0].getParameters())
                .filter(parameter -> parameter.getName().equals(field.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
