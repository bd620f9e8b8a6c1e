package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "250.00  | USD | $250.00",
                "1250.5  | USD | $1,250.50",
                "0.99    | EUR | €0.99",
                "25000   | JPY | ¥25,000",
                "12.345  | KWD | KWD12.345"
            })
    void amountsAreFormattedForPeople(BigDecimal amount, String currency, String formatted) {
        assertThat(new Money(amount, Currency.getInstance(currency))
                        .toString()
                        .replace('\u00a0', ' ')
                        .replace(" ", ""))
                .isEqualTo(formatted);
    }
}
