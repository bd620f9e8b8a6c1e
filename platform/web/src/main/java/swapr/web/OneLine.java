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
 * One line of visible text: a name, a title, a brand, the words of a search.
 *
 * <p>The value arrives in one form: Unicode's form NFC, no blanks around it, one space for each run of blanks. So equal
 * text is equal for Java and for PostgreSQL. It is refused with 400 and its field's name when it has nothing visible, when
 * it has a character that {@link MultiLine} refuses, or when it has a line break. As a parameter of a query, a blank value
 * counts as left out. Null is valid; say {@code @NotNull} too where a value is needed.
 *
 * <pre>{@code
 * record NewListing(@NotNull @OneLine(max = 120) String title) {}
 * }</pre>
 *
 * <p>The rules for blanks are those of RFC 8266, section 2.1. The form is the one that RFC 8265 asks of names.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = OneLine.Check.class)
public @interface OneLine {

    /** The most code points, as {@code maxLength} of JSON Schema counts them: an emoji may be several. */
    int max();

    String message() default "must be one line of visible text with at most {max} characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Bean Validation asks this one. */
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
