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
 * A key that programs compare: an idempotency key, a payment token, a cursor. It has 1 to {@code max} characters from
 * {@code !} to {@code ~} (ASCII 21 to 7E, hexadecimal). These characters are equal in all encodings and in HTTP
 * headers. The controller gets the value unchanged. For an invalid value the caller gets 400 and the name of the field.
 * Null is valid.
 *
 * <pre>{@code
 * Order place(@RequestHeader("Idempotency-Key") @VisibleAscii(max = 255) String key) { ... }
 * }</pre>
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = VisibleAscii.Check.class)
public @interface VisibleAscii {

    /** The maximum number of characters. */
    int max();

    String message() default "must be 1 to {max} visible ASCII characters without blanks";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The check that Bean Validation calls. */
    final class Check implements ConstraintValidator<VisibleAscii, String> {

        private int max;

        @Override
        public void initialize(VisibleAscii key) {
            max = key.max();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || TextRule.isVisibleAscii(text, max);
        }
    }
}
