package swapr.user;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import swapr.web.CurrentUser;

/** Changes the user's own password. */
@RestController
class PasswordController {

    private final Users users;
    private final PasswordConfirmation currentPassword;
    private final Passwords passwords;
    private final ChangePassword changePassword;
    private final Audit audit;

    PasswordController(
            Users users,
            PasswordConfirmation currentPassword,
            Passwords passwords,
            ChangePassword changePassword,
            Audit audit) {
        this.users = users;
        this.currentPassword = currentPassword;
        this.passwords = passwords;
        this.changePassword = changePassword;
        this.audit = audit;
    }

    /** Hashes outside the transaction, because hashing takes time. All sessions end, including this one. */
    @PutMapping("/users/me/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(CurrentUser me, @Valid @RequestBody PasswordChange wanted, HttpServletRequest request) {
        User user = users.findById(me.id()).orElseThrow(AccountDeletedException::new);
        var valid = PasswordRules.requireNotOwn("new_password", wanted.newPassword, user.name(), user.email());
        currentPassword.check(user, wanted.currentPassword, Audit.Action.PASSWORD_CHANGE, request.getRemoteAddr());
        changePassword.change(user, passwords.inQueue(() -> passwords.hash(valid)));
        audit.log(Audit.Action.PASSWORD_CHANGE, Audit.Outcome.OK, user.id());
    }

    record PasswordChange(
            @NotNull @Size(max = PreparedPassword.LONGEST_TYPED)
            String currentPassword,

            @NotNull @NewPassword String newPassword) {

        @Override
        public String toString() {
            return "a change of password"; // without the passwords
        }
    }
}
