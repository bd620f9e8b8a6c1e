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
 * Text that may have several lines, such as a description. It may be empty. Null is valid.
 *
 * <p>The controller gets the value in normalized form: Unicode's form NFC, no blanks or line breaks around it, and
 * {@code \n} for each line break. The caller gets 400 and the name of the field if the text has only invisible
 * characters. The same holds for text with one of these characters:
 *
 * <ul>
 *   <li>control characters other than line break and tab, line separators and paragraph separators
 *   <li>half a surrogate pair, characters for private use, and characters that Unicode has not assigned
 *   <li>characters that embed, override or isolate the reading direction (UAX 9, section 2)
 * </ul>
 *
 * <p>All other characters stay: accents, all scripts, emoji and their joiners.
 *
 * <pre>{@code
 * record NewListing(@Nullable @MultiLine(max = 2000) String description) {}
 * }</pre>
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MultiLine.Check.class)
public @interface MultiLine {

    /** The maximum number of code points, as {@code maxLength} in JSON Schema. An emoji may have several. */
    int max();

    String message() default "must be visible text with at most {max} characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check that Bean Validation calls. */
    final class Check implements ConstraintValidator<MultiLine, String> {

        private int max;

        @Override
        public void initialize(MultiLine lines) {
            max = lines.max();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || text.isEmpty() || TextRule.isLines(text, max);
        }
    }
}
