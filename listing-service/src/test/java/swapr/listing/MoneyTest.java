package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource({
        "250, USD, 250.00",
        "0.01, USD, 0.01",
        "1000000, EUR, 1000000.00",
        "007.5, USD, 7.50",
        "30000, JPY, 30000",
        "1.005, KWD, 1.005"
    })
    void anAmountHasAllFractionDigitsOfItsCurrency(String amount, String currency, String written) {
        assertThat(new Money(amount, currency).amount()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, USD, amount",
                "'', USD, amount",
                "0, USD, amount",
                "0.00, USD, amount",
                "-1, USD, amount",
                "+1, USD, amount",
                "1e3, USD, amount",
                "0x10, USD, amount",
                "NaN, USD, amount",
                "'1,50', USD, amount",
                "' 1', USD, amount",
                "1., USD, amount",
                ".5, USD, amount",
                "١٢, USD, amount",
                "1.001, USD, amount",
                "1.5, JPY, amount",
                "1000000.01, USD, amount",
                "9999999999999999999999, USD, amount",
                "1.00, -, currency",
                "1.00, '', currency",
                "1.00, usd, currency",
                "1.00, ZZZ, currency",
                "1.00, XAU, currency",
                "1.00, XXX, currency",
                "1.00, USDX, currency"
            })
    void theInvalidFieldIsReported(@Nullable String amount, @Nullable String currency, String field) {
        assertThat(Money.problems(amount, currency)).containsOnlyKeys(field);
    }

    @Test
    void bothInvalidFieldsAreReported() {
        assertThat(Money.problems("free", "money")).containsOnlyKeys("amount", "currency");
    }

    @Test
    void theConstructorRefusesAnInvalidPrice() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Money("0", "USD"));
    }

    @Test
    void pricesAreComparedWithinOneCurrencyOnly() {
        Money price = new Money("100", "USD");

        assertThat(new Money("99.99", "USD").isLowerThan(price)).isTrue();
        assertThat(new Money("100.00", "USD").isLowerThan(price)).isFalse();
        assertThat(new Money("1", "EUR").isLowerThan(price)).isFalse();
    }

    @Test
    void aDatabaseAmountGivesTheSamePrice() {
        assertThat(Money.of(new BigDecimal("250.0000"), "USD")).isEqualTo(new Money("250", "USD"));
    }
}
