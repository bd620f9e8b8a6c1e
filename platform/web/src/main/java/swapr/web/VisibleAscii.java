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
 * A key that programs compare: an idempotency key, a payment token, a cursor. It has one to {@code max} characters from
 * {@code !} to {@code ~} (ASCII 21 to 7E), which look and compare alike everywhere, in HTTP's headers too. It is taken as
 * it is, or refused with 400 and its field's name. Null is valid.
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

    /** The most characters. */
    int max();

    String message() default "must be 1 to {max} visible ASCII characters without blanks";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Bean Validation asks this one. */
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
