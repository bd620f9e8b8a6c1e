package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The tests of notification-service use the same table. */
class EmailRuleTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/swapr/testing/email-addresses.csv", quoteCharacter = '\u0001')
    void anAddressIsAcceptedIfTheMailLibrarySendsToIt(String accepted, String address) {
        assertThat(address.matches(EmailRule.EMAIL)).isEqualTo(accepted.equals("yes"));
    }
}
