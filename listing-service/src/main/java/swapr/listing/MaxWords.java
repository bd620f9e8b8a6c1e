package swapr.listing;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Limits the number of words in a text. Blanks and punctuation separate words, as in the database index. */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MaxWords.Check.class)
@interface MaxWords {

    int value();

    String message() default "must have at most {value} words";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Check implements ConstraintValidator<MaxWords, String> {

        private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

        private int max;

        @Override
        public void initialize(MaxWords words) {
            max = words.value();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || WORD.matcher(text).results().count() <= max;
        }
    }
}
