package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The sender of e-mails is tested with the same table. */
class EmailRuleTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/swapr/testing/email-addresses.csv", quoteCharacter = '\u0001')
    void anAddressIsTakenWhenTheMailLibrarySendsToIt(String taken, String address) {
        assertThat(address.matches(EmailRule.EMAIL)).isEqualTo(taken.equals("yes"));
    }
}
