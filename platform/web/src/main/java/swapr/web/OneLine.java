package swapr.web;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/**
 * One line of visible text: a name, a title, a brand, the words of a search. Null is valid; add {@code @NotNull} if a
 * value is required.
 *
 * <p>The controller gets the value in normalized form: Unicode's form NFC, no blanks around it, and one space for each
 * run of blanks. So equal text is equal for Java and for PostgreSQL. The caller gets 400 and the name of the field if
 * the text has no visible character, a line break, or a character that {@link MultiLine} refuses. A blank query
 * parameter is the same as a missing one.
 *
 * <pre>{@code
 * record NewListing(@NotNull @OneLine(max = 120) String title) {}
 * }</pre>
 *
 * <p>The rules for blanks come from RFC 8266, section 2.1. RFC 8265 requires the form NFC for user names.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = OneLine.Check.class)
public @interface OneLine {

    /** The maximum number of code points, as {@code maxLength} in JSON Schema. An emoji may have several. */
    int max();

    String message() default "must be one line of visible text with at most {max} characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check that Bean Validation calls. */
    final class Check implements ConstraintValidator<OneLine, String> {

        private int max;

        @Override
        public void initialize(OneLine line) {
            max = line.max();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || TextRule.isLine(text, max);
        }
    }
}
