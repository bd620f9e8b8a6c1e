package swapr.user;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Asks for the password once more before a change that would give the account away: a stolen token is not enough for
 * it. Wrong ones count like those of a sign-in.
 */
@Component
class PasswordConfirmation {

    private final Passwords passwords;
    private final SignInLimits limits;
    private final Audit audit;

    PasswordConfirmation(Passwords passwords, SignInLimits limits, Audit audit) {
        this.passwords = passwords;
        this.limits = limits;
        this.audit = audit;
    }

    /**
     * Returns when the password is the account's.
     *
     * @param deed for which it is asked
     * @param address the caller's network address
     * @throws InvalidFieldException with 422 when it is another one
     * @throws RetryLaterException with 429 after too many wrong ones, or 503 when the service is busy
     */
    void check(User user, String typed, Audit.Action deed, String address) {
        try {
            var match = limits.guess(
                    user.email(),
                    address,
                    () -> PreparedPassword.of(typed)
                            .filter(prepared ->
                                    passwords.inQueue(() -> passwords.match(prepared, user.passwordHash()))));
            if (match.isEmpty()) {
                audit.deed(deed, Audit.Outcome.FAILED, user.id());
                throw new InvalidFieldException(
                        HttpStatus.UNPROCESSABLE_CONTENT, "current_password", "is not the password of this account");
            }
        } catch (RetryLaterException later) {
            if (later.isTooMany()) {
                audit.deed(deed, Audit.Outcome.THROTTLED, user.id());
            }
            throw later;
        }
    }
}
