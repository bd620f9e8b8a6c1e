package swapr.user;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Checks the current password before a change that could hand over the account. A stolen token alone is not enough for
 * such a change. Wrong passwords count like those of a sign-in.
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
     * Returns normally if the password matches the account.
     *
     * @param action the change that needs the password
     * @param address the caller's network address
     * @throws InvalidFieldException with 422 if the password does not match
     * @throws RetryLaterException with 429 after too many wrong passwords, or 503 if the service is busy
     */
    void check(User user, String typed, Audit.Action action, String address) {
        try {
            var match = limits.guess(
                    user.email(),
                    address,
                    () -> PreparedPassword.of(typed)
                            .filter(prepared ->
                                    passwords.inQueue(() -> passwords.match(prepared, user.passwordHash()))));
            if (match.isEmpty()) {
                audit.log(action, Audit.Outcome.FAILED, user.id());
                throw new InvalidFieldException(
                        HttpStatus.UNPROCESSABLE_CONTENT, "current_password", "is not the password of this account");
            }
        } catch (RetryLaterException later) {
            if (later.isTooMany()) {
                audit.log(action, Audit.Outcome.THROTTLED, user.id());
            }
            throw later;
        }
    }
}
