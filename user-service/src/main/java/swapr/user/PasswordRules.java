package swapr.user;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** The rules for a new password. A sign-in does not check them, because an older password may be weaker. */
final class PasswordRules {

    static final int SHORTEST = 8;

    /**
     * The common passwords of the library zxcvbn: 30,000, most common first, in lower case. The 11,611 with eight or
     * more characters are kept; the length rule refuses the others.
     */
    static final Set<String> COMMON = common();

    private PasswordRules() {}

    /** Returns the broken rule as the text after the field's name, or empty if the password is good. */
    static Optional<String> broken(String typed) {
        var prepared = PreparedPassword.of(typed);
        if (prepared.isEmpty()) {
            return Optional.of("must have 8 to 128 characters and no control or invisible characters");
        }
        String text = prepared.get().text();
        if (prepared.get().length() < SHORTEST) {
            return Optional.of("must have 8 to 128 characters");
        }
        if (text.codePoints().distinct().count() == 1) {
            return Optional.of("must not be one character repeated");
        }
        if (COMMON.contains(text.toLowerCase(Locale.ROOT))) {
            return Optional.of("is one of the most common passwords and easy to guess; choose another");
        }
        return Optional.empty();
    }

    /** Like {@link #broken}, for the user's name, e-mail address, and its part before the @. Case does not matter. */
    static Optional<String> brokenBy(PreparedPassword password, String name, String email) {
        boolean own = List.of(name, email, email.substring(0, email.indexOf('@'))).stream()
                .anyMatch(known -> known.equalsIgnoreCase(password.text()));
        return own ? Optional.of("must not be your name or your e-mail address") : Optional.empty();
    }

    /**
     * Returns the password in the form that is hashed.
     *
     * @throws InvalidFieldException with 400 if it is the user's own name or e-mail address
     */
    static PreparedPassword requireNotOwn(String field, String typed, String name, String email) {
        PreparedPassword password = PreparedPassword.of(typed).orElseThrow();
        brokenBy(password, name, User.normalized(email)).ifPresent(rule -> {
            throw new InvalidFieldException(HttpStatus.BAD_REQUEST, field, rule);
        });
        return password;
    }

    private static Set<String> common() {
        try {
            return StandardDictionaries.PASSWORDS_LOADER.load().getRankedDictionary().keySet().stream()
                    .filter(password -> password.length() >= SHORTEST)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of common passwords cannot be read from the zxcvbn library", e);
        }
    }
}
