package swapr.listing;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A price: more than zero, at most {@value #MAX}, in a currency of ISO 4217. The amount is a decimal string, never a
 * floating-point number. It always has all fraction digits of its currency: {@code 250} becomes {@code 250.00} in USD.
 */
record Money(String amount, String currency) {

    /** A price in a request. It is validated with the whole request, so that one response reports all mistakes. */
    @Checked
    @SuppressWarnings("MultipleNullnessAnnotations") // null is possible until validation rejects it
    record Asked(
            @NotNull(message = NO_AMOUNT) @Pattern(regexp = DECIMAL, message = NO_AMOUNT)
            String amount,

            @NotNull(message = NO_CURRENCY) @Pattern(regexp = CODE, message = NO_CURRENCY)
            String currency) {

        /** Call it only after validation. */
        Money toMoney() {
            return new Money(amount, currency);
        }
    }

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = Check.class)
    @interface Checked {
        String message() default "must be a price";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    static class Check implements ConstraintValidator<Checked, Asked> {
        @Override
        public boolean isValid(Asked price, ConstraintValidatorContext context) {
            Map<String, String> problems = problems(price.amount(), price.currency());
            problems.values().removeAll(Set.of(NO_AMOUNT)); // the constraint of the field reports it
            if (price.currency() == null || !price.currency().matches(CODE)) {
                problems.remove("currency");
            }
            context.disableDefaultConstraintViolation();
            problems.forEach((field, message) -> context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode(field)
                    .addConstraintViolation());
            return problems.isEmpty();
        }
    }

    /** The highest price, in any currency. */
    static final String MAX = "1000000.00";

    /** As many digits as {@link #MAX} has, and as many decimals as any ISO 4217 currency has. */
    static final String DECIMAL = "[0-9]{1,7}(\\.[0-9]{1,4})?";

    static final String CODE = "[A-Z]{3}";
    private static final String NO_AMOUNT = "must be a decimal number, such as 250.00";
    private static final String NO_CURRENCY = "must be an ISO 4217 currency code, such as USD";

    private static final Map<String, Currency> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0) // gold and test codes have none
            .collect(Collectors.toMap(Currency::getCurrencyCode, currency -> currency));

    /** @throws IllegalArgumentException if {@link #problems} is not empty */
    Money {
        Map<String, String> problems = problems(amount, currency);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Invalid price: " + problems);
        }
        amount = new BigDecimal(amount).setScale(fractionDigits(currency)).toPlainString();
    }

    static Money of(BigDecimal amount, String currency) {
        return new Money(amount.setScale(fractionDigits(currency)).toPlainString(), currency);
    }

    BigDecimal value() {
        return new BigDecimal(amount);
    }

    /** False if the currencies differ, because this service has no exchange rates. */
    boolean isLowerThan(Money other) {
        return currency.equals(other.currency) && value().compareTo(other.value()) < 0;
    }

    static boolean isKnown(String currency) {
        return CURRENCIES.containsKey(currency);
    }

    /** The invalid fields, each with a message. Empty if the price is valid. */
    static Map<String, String> problems(@Nullable String amount, @Nullable String currency) {
        Map<String, String> problems = new TreeMap<>();
        boolean known = currency != null && isKnown(currency);
        if (!known) {
            problems.put("currency", NO_CURRENCY);
        }
        if (amount == null || !amount.matches(DECIMAL)) {
            problems.put("amount", NO_AMOUNT);
        } else if (new BigDecimal(amount).signum() <= 0) {
            problems.put("amount", "must be greater than zero");
        } else if (new BigDecimal(amount).compareTo(new BigDecimal(MAX)) > 0) {
            problems.put("amount", "must be at most " + MAX);
        } else if (currency != null && known && decimals(amount) > fractionDigits(currency)) {
            problems.put("amount", "must have at most " + fractionDigits(currency) + " decimals in " + currency);
        }
        return problems;
    }

    private static int fractionDigits(String currency) {
        return Objects.requireNonNull(CURRENCIES.get(currency), currency).getDefaultFractionDigits();
    }

    private static int decimals(String amount) {
        return new BigDecimal(amount).scale();
    }
}
