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
 * Text with lines: a description. It may be empty.
 *
 * <p>The value arrives in one form: Unicode's form NFC, no blanks or line breaks around it, and {@code \n} for each line
 * break. It is refused with 400 and its field's name when it has none but invisible characters, or one of these:
 * control characters other than line break and tab, line and paragraph separators, half a surrogate pair, characters for
 * private use, characters that Unicode has not assigned, and those that embed, override or isolate the direction of
 * reading (UAX 9, section 2). Everything else stays: accents, all scripts, emoji and their joiners. Null is valid.
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

    /** The most code points, as {@code maxLength} of JSON Schema counts them: an emoji may be several. */
    int max();

    String message() default "must be visible text with at most {max} characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Bean Validation asks this one. */
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
