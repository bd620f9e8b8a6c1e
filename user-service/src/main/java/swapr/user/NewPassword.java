package swapr.user;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** Accepts a good new password: see {@link PasswordRules#broken}. Null is valid; {@code @NotNull} refuses it. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NewPassword.Validator.class)
@interface NewPassword {

    String message() default "is not a good password";

    /** The minimum number of characters. */
    int min() default PasswordRules.SHORTEST;

    /** The maximum number of characters as typed. After composition (NFC), at most 128 may remain. */
    int max() default PreparedPassword.LONGEST_TYPED;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Reports the broken rule. */
    class Validator implements ConstraintValidator<NewPassword, String> {

        @Override
        public boolean isValid(@Nullable String typed, ConstraintValidatorContext context) {
            var broken = typed == null ? java.util.Optional.<String>empty() : PasswordRules.broken(typed);
            broken.ifPresent(rule -> {
                context.disableDefaultConstraintViolation();
                context.buildConstraintViolationWithTemplate(rule).addConstraintViolation();
            });
            return broken.isEmpty();
        }
    }
}
