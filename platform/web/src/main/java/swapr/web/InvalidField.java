package swapr.web;

import java.lang.annotation.Annotation;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * One entry of a problem's {@code errors}.
 *
 * @param field the path of the field in the JSON: {@code price.amount}, {@code items[2].size}
 * @param message the rule for the field, to be read after its name: {@code must not be blank}
 */
record InvalidField(String field, String message) {

    static List<InvalidField> in(Errors errors) {
        List<InvalidField> invalid = new ArrayList<>();
        for (ObjectError error : errors.getAllErrors()) {
            String field = error instanceof FieldError inField ? inField.getField() : "";
            invalid.add(new InvalidField(snakeCase(field), messageOf(error)));
        }
        return invalid;
    }

    static List<InvalidField> in(HandlerMethodValidationException exception) {
        List<InvalidField> invalid = new ArrayList<>();
        for (ParameterValidationResult result : exception.getParameterValidationResults()) {
            if (result instanceof ParameterErrors errors) {
                invalid.addAll(in((Errors) errors));
            } else {
                String field = nameOf(result.getMethodParameter());
                result.getResolvableErrors().forEach(error -> invalid.add(new InvalidField(field, messageOf(error))));
            }
        }
        return invalid;
    }

    /** Returns the field that has the wrong type, or an empty list if no field does: the body may not be JSON. */
    static List<InvalidField> in(@Nullable Throwable cause) {
        if (!(cause instanceof MismatchedInputException mismatch)
                || mismatch.getPath().isEmpty()) {
            return List.of();
        }
        return List.of(new InvalidField(pathOf(mismatch), expectation(mismatch.getTargetType())));
    }

    /** Describes a value of this type in words, because a caller does not know Java's type names. */
    static String expectation(@Nullable Class<?> type) {
        if (type == null) {
            return "has the wrong type";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "must be a whole number";
        }
        if (type == double.class || type == float.class || Number.class.isAssignableFrom(type)) {
            return "must be a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (type == UUID.class) {
            return "must be a UUID";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "must be a string";
        }
        if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
            return "must be a list";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "must be a point in time like 2026-11-21T09:12:45Z";
        }
        return "must be an object";
    }

    static String snakeCase(String path) {
        return path.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static String messageOf(MessageSourceResolvable error) {
        if (error instanceof FieldError field && field.isBindingFailure()) {
            return expectation(
                    field.contains(TypeMismatchException.class)
                            ? field.unwrap(TypeMismatchException.class).getRequiredType()
                            : null);
        }
        return Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid");
    }

    private static String nameOf(MethodParameter parameter) {
        for (Annotation annotation : parameter.getParameterAnnotations()) {
            if (AnnotationUtils.getValue(annotation, "name") instanceof String name && !name.isEmpty()) {
                return name;
            }
        }
        return snakeCase(Objects.requireNonNullElse(parameter.getParameterName(), ""));
    }

    private static String pathOf(JacksonException exception) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : exception.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
