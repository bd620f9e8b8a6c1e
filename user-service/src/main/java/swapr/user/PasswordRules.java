package swapr.user;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a new password must fulfill. A sign-in is not held to these rules: an older password may be weaker. */
final class PasswordRules {

    static final int SHORTEST = 8;

    /**
     * The common passwords of the library zxcvbn: 30,000, most common first, in lower case. The 11,611 that have eight
     * or more characters are kept; the length rule refuses the others.
     */
    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    /** Returns the rule that the password breaks, to be read after the field's name; nothing when it is good. */
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

    /** The same for a password that is taken from the account itself: the name, the e-mail address or its first part. */
    static Optional<String> brokenBy(PreparedPassword password, String name, String email) {
        boolean own = List.of(name, email, email.substring(0, email.indexOf('@'))).stream()
                .anyMatch(known -> known.equalsIgnoreCase(password.text()));
        return own ? Optional.of("must not be your name or your e-mail address") : Optional.empty();
    }

    static int commonPasswords() {
        return COMMON.size();
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
