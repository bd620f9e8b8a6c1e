package swapr.user;

import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes with Argon2id: 19 MiB, two passes, the second of the recommended settings of the OWASP password storage cheat
 * sheet. Two at a time and no more: each holds its 19 MiB and a core, and a crowd of logins must neither exhaust the
 * heap nor starve the other calls.
 */
@Component
@ConcurrencyLimit(2)
class Passwords {

    static final int KIBIBYTES = 19 * 1024;
    static final int PASSES = 2;
    static final String NOBODYS_HASH =
            "$argon2id$v=19$m=19456,t=2,p=1$9zp8n6SghIuW1c0S/8ew3g$4DuOH8WIk6T7XFbT7jxPgWK1glj27CmpgAlimI2o+yo";

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, KIBIBYTES, PASSES);

    String hash(String password) {
        return String.valueOf(argon2.encode(password));
    }

    boolean match(String password, String hash) {
        return argon2.matches(password, hash);
    }

    /** Takes as long as a real comparison, so that the time of an answer does not tell which addresses have accounts. */
    boolean matchNobody(String password) {
        argon2.matches(password, NOBODYS_HASH);
        return false;
    }
}
