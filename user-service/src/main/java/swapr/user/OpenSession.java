package swapr.user;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

/**
 * Exchanges an e-mail address and a password for a token. Tokens are short-lived, because no service checks a valid
 * token with user-service again.
 */
@Component
class OpenSession {

    static final Duration LIFETIME = Duration.ofMinutes(15);

    private final Users users;
    private final Passwords passwords;
    private final JwtEncoder encoder;
    private final SignInLimits limits;
    private final Audit audit;

    OpenSession(Users users, Passwords passwords, JwtEncoder encoder, SignInLimits limits, Audit audit) {
        this.users = users;
        this.passwords = passwords;
        this.encoder = encoder;
        this.limits = limits;
        this.audit = audit;
    }

    /**
     * Returns the token, or empty if the address or the password is wrong. The result does not show which one.
     *
     * @param address the caller's network address
     * @throws RetryLaterException with 429 after too many wrong passwords, or 503 if the service is busy
     */
    Optional<String> open(String email, String password, String address) {
        try {
            return limits.guess(email, address, () -> passwords.inQueue(() -> userWith(email, password)))
                    .map(user -> tokenFor(user, Instant.now()));
        } catch (RetryLaterException later) {
            if (later.isTooMany()) {
                audit.signIn(Audit.Outcome.THROTTLED, null);
            }
            throw later;
        }
    }

    private Optional<User> userWith(String email, String typed) {
        var user = users.findByEmail(email);
        boolean match = PreparedPassword.of(typed)
                .map(password -> user.map(found -> passwords.match(password, found.passwordHash()))
                        .orElseGet(() -> passwords.matchNoUser(password)))
                .orElse(false);
        audit.signIn(
                match ? Audit.Outcome.OK : Audit.Outcome.FAILED,
                user.map(User::id).orElse(null));
        return match ? user : Optional.empty();
    }

    private String tokenFor(User user, Instant now) {
        var header = JwsHeader.with(SignatureAlgorithm.RS256).build();
        var claims = JwtClaimsSet.builder()
                .issuer(TokenSigning.SWAPR)
                .audience(List.of(TokenSigning.SWAPR))
                .subject(user.id().toString())
                .claim("name", user.name())
                .claim("roles", user.roles())
                .claim("session_generation", user.sessionGeneration())
                .issuedAt(now)
                .expiresAt(now.plus(LIFETIME))
                .build();
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }
}
