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

/** The text is a good new password: see {@link PasswordRules#broken}. Null is left to {@code @NotNull}. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NewPassword.Validator.class)
@interface NewPassword {

    String message() default "is not a good password";

    /** The fewest characters. */
    int min() default PasswordRules.SHORTEST;

    /** The most characters as they are typed. When they are composed (NFC), 128 may be left. */
    int max() default PreparedPassword.LONGEST_TYPED;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Says which rule is broken. */
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
