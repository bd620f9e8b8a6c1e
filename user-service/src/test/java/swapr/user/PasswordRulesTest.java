package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vintage sneakers",
                "size forty-two",
                "correct horse battery",
                "a1b2c3d4e5f60718",
                "\u0434\u043b\u0438\u043d\u043d\u044b\u0439 \u043f\u0430\u0440\u043e\u043b\u044c",
                "\ud83d\udc5f\ud83d\udc60\ud83d\udc61\ud83d\udc62\ud83d\udc5e\ud83e\udd7e\ud83e\udd7f\ud83e\ude74"
            })
    void aGoodPasswordIsAccepted(String typed) {
        assertThat(PasswordRules.broken(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234567",
                "        ",
                "\u3000\u00a0\u2003 \u3000\u00a0\u2003 ",
                "aaaaaaaaaaaa",
                "password",
                "PassWord",
                "12345678",
                "iloveyou",
                "qwertyuiop",
                "tab\tin between",
                "bell\u0007inside",
                "zero\u200bwidth and long",
                "lone \ud800 surrogate"
            })
    void aBadPasswordIsRefusedWithTheRuleThatItBreaks(String typed) {
        assertThat(PasswordRules.broken(typed))
                .hasValueSatisfying(rule -> assertThat(rule).isNotBlank().doesNotContain("{", "}"));
    }

    @Test
    void lengthIsCountedInCharactersAfterPreparation() {
        assertThat(PasswordRules.broken("e\u0301".repeat(4) + "abc"))
                .as("seven")
                .isPresent();
        assertThat(PasswordRules.broken("e\u0301".repeat(4) + "abcd"))
                .as("eight")
                .isEmpty();
        assertThat(PasswordRules.broken("\u00e9x".repeat(64))).as("128").isEmpty();
        assertThat(PasswordRules.broken("\u00e9x".repeat(64) + "y")).as("129").isPresent();
        assertThat(PasswordRules.broken("e\u0301x".repeat(64)))
                .as("128, typed as 192")
                .isEmpty();
    }

    @Test
    void theListOfCommonPasswordsIsLong() {
        assertThat(PasswordRules.COMMON).hasSizeGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sina Example", "sina.example@example.org", "SINA.EXAMPLE"})
    void theOwnNameAndAddressAreRefused(String typed) {
        var password = PreparedPassword.of(typed).orElseThrow();

        assertThat(PasswordRules.brokenBy(password, "Sina Example", "sina.example@example.org"))
                .isPresent();
        assertThat(PasswordRules.brokenBy(password, "Ben", "ben@example.org")).isEmpty();
    }

    @Test
    void aPasswordIsNeverPrinted() {
        assertThat(PreparedPassword.of("size forty-two").orElseThrow().toString())
                .doesNotContain("forty");
    }
}
