package swapr.user;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import swapr.web.CurrentUser;
import swapr.web.OneLine;

/** The REST calls on the user's own account. */
@RestController
@RequestMapping("/users")
class UserController {

    private final Users users;
    private final Passwords passwords;
    private final PasswordConfirmation currentPassword;
    private final RegistrationLimit registrations;
    private final RegisterUser registerUser;
    private final ChangeProfile changeProfile;
    private final EraseUser eraseUser;
    private final Audit audit;

    UserController(
            Users users,
            Passwords passwords,
            PasswordConfirmation currentPassword,
            RegistrationLimit registrations,
            RegisterUser registerUser,
            ChangeProfile changeProfile,
            EraseUser eraseUser,
            Audit audit) {
        this.users = users;
        this.passwords = passwords;
        this.currentPassword = currentPassword;
        this.registrations = registrations;
        this.registerUser = registerUser;
        this.changeProfile = changeProfile;
        this.eraseUser = eraseUser;
        this.audit = audit;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Profile register(@Valid @RequestBody Registration wanted, HttpServletRequest request) {
        PreparedPassword password = notOwn("password", wanted.password, wanted.name, wanted.email);
        try {
            return registrations.register(
                    request.getRemoteAddr(), () -> passwords.inQueue(() -> register(wanted, password)));
        } catch (RetryLaterException later) {
            if (later.isTooMany()) {
                audit.registration(Audit.Outcome.THROTTLED, null);
            }
            throw later;
        }
    }

    private Profile register(Registration wanted, PreparedPassword password) {
        if (users.findByEmail(wanted.email).isPresent()) {
            throw registrationFailed(); // saves the hashing; the unique index decides between concurrent calls
        }
        UUID id = UuidCreator.getTimeOrderedEpoch();
        String hash = passwords.hash(password);
        try {
            User user = registerUser.register(new User(id, wanted.name, wanted.email, hash, false));
            audit.registration(Audit.Outcome.OK, id);
            return Profile.of(user);
        } catch (DataIntegrityViolationException addressTaken) {
            throw registrationFailed();
        }
    }

    @GetMapping("/me")
    Profile show(CurrentUser me) {
        return Profile.of(found(users.findById(me.id())));
    }

    @PatchMapping("/me")
    Profile change(CurrentUser me, @Valid @RequestBody ProfileChange wanted, HttpServletRequest request) {
        User before = found(users.findById(me.id()));
        if (wanted.email != null) {
            if (wanted.currentPassword == null) {
                throw new InvalidFieldException(
                        HttpStatus.BAD_REQUEST, "current_password", "is needed to change the e-mail address");
            }
            currentPassword.check(before, wanted.currentPassword, Audit.Action.EMAIL_CHANGE, request.getRemoteAddr());
        }
        try {
            User after = found(changeProfile.change(me.id(), wanted.name, wanted.email));
            if (!after.email().equals(before.email())) {
                audit.log(Audit.Action.EMAIL_CHANGE, Audit.Outcome.OK, me.id());
            }
            return Profile.of(after);
        } catch (DataIntegrityViolationException addressTaken) {
            throw taken();
        }
    }

    @DeleteMapping("/me")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(CurrentUser me) {
        if (!eraseUser.erase(me.id())) {
            throw gone();
        }
        audit.log(Audit.Action.ERASURE, Audit.Outcome.OK, me.id());
    }

    @ExceptionHandler
    ProblemDetail refused(EraseUser.LastOperator refusal) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, refusal.getMessage());
    }

    /**
     * Returns the password in the form that is hashed.
     *
     * @throws InvalidFieldException with 400 if it is the user's own name or e-mail address
     */
    static PreparedPassword notOwn(String field, String typed, String name, String email) {
        PreparedPassword password = PreparedPassword.of(typed).orElseThrow();
        PasswordRules.brokenBy(password, name, User.normalized(email)).ifPresent(rule -> {
            throw new InvalidFieldException(HttpStatus.BAD_REQUEST, field, rule);
        });
        return password;
    }

    private ResponseStatusException registrationFailed() {
        audit.registration(Audit.Outcome.FAILED, null);
        return taken();
    }

    private static User found(Optional<User> user) {
        return user.orElseThrow(UserController::gone);
    }

    private static ResponseStatusException gone() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "This account has been deleted.");
    }

    private static ResponseStatusException taken() {
        return new ResponseStatusException(HttpStatus.CONFLICT, "This e-mail address already has an account.");
    }

    record Profile(UUID id, String name, String email) {
        static Profile of(User user) {
            return new Profile(user.id(), user.name(), user.email());
        }
    }

    record Registration(
            @NotNull @OneLine(max = 100) String name,

            @NotNull @Size(max = 254) @Pattern(regexp = EmailRule.EMAIL, message = EmailRule.EMAIL_MESSAGE)
            String email,

            @NotNull @NewPassword String password) {

        @Override
        public String toString() {
            return "a registration"; // without the address and the password
        }
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
