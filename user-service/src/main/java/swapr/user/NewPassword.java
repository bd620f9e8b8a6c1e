package swapr.user;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts a good new password: see {@link PasswordRules#broken}. Null is valid; {@code @NotNull} refuses it. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NewPassword.Validator.class)
@interface NewPassword {

    String message() default "is not a good password";

    int min() default PasswordRules.SHORTEST;

    /** The maximum number of characters as typed. After composition (NFC), at most 128 may remain. */
    int max() default PreparedPassword.LONGEST_TYPED;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<NewPassword, String> {
        @Override
        public boolean isValid(@Nullable String typed, ConstraintValidatorContext context) {
            var rule = Optional.ofNullable(typed).flatMap(PasswordRules::broken);
            context.disableDefaultConstraintViolation();
            rule.map(context::buildConstraintViolationWithTemplate).ifPresent(built -> built.addConstraintViolation());
            return rule.isEmpty();
        }
    }
}
