package swapr.user;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import swapr.web.CurrentUser;
import swapr.web.OneLine;

/** Shows, changes and deletes the user's own account. */
@RestController
@RequestMapping("/users/me")
class UserController {

    private final Users users;
    private final PasswordConfirmation currentPassword;
    private final ChangeProfile changeProfile;
    private final EraseUser eraseUser;
    private final Audit audit;

    UserController(
            Users users,
            PasswordConfirmation currentPassword,
            ChangeProfile changeProfile,
            EraseUser eraseUser,
            Audit audit) {
        this.users = users;
        this.currentPassword = currentPassword;
        this.changeProfile = changeProfile;
        this.eraseUser = eraseUser;
        this.audit = audit;
    }

    @GetMapping
    Profile show(CurrentUser me) {
        return Profile.of(users.findById(me.id()).orElseThrow(AccountDeletedException::new));
    }

    @PatchMapping
    Profile change(CurrentUser me, @Valid @RequestBody ProfileChange wanted, HttpServletRequest request) {
        User before = users.findById(me.id()).orElseThrow(AccountDeletedException::new);
        if (wanted.email != null) {
            if (wanted.currentPassword == null) {
                throw new InvalidFieldException(
                        HttpStatus.BAD_REQUEST, "current_password", "is needed to change the e-mail address");
            }
            currentPassword.check(before, wanted.currentPassword, Audit.Action.EMAIL_CHANGE, request.getRemoteAddr());
        }
        try {
            User after =
                    changeProfile.change(me.id(), wanted.name, wanted.email).orElseThrow(AccountDeletedException::new);
            if (!after.email().equals(before.email())) {
                audit.log(Audit.Action.EMAIL_CHANGE, Audit.Outcome.OK, me.id());
            }
            return Profile.of(after);
        } catch (DataIntegrityViolationException addressTaken) {
            throw new EmailTakenException();
        }
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(CurrentUser me) {
        if (!eraseUser.erase(me.id())) {
            throw new AccountDeletedException();
        }
        audit.log(Audit.Action.ERASURE, Audit.Outcome.OK, me.id());
    }

    @ExceptionHandler
    ProblemDetail refused(LastOperatorException refusal) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, refusal.getMessage());
    }

    record ProfileChange(
            @Nullable @OneLine(max = 100) String name,

            @Nullable @Size(max = 254) @Pattern(regexp = EmailRule.EMAIL, message = EmailRule.EMAIL_MESSAGE)
            String email,

            @Nullable @Size(max = PreparedPassword.LONGEST_TYPED)
            String currentPassword) {

        @Override
        public String toString() {
            return "a change of profile"; // without the address and the password
        }
    }
}
