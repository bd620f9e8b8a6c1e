package swapr.user;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import swapr.web.OneLine;

/** Opens an account. */
@RestController
class RegistrationController {

    private final Users users;
    private final Passwords passwords;
    private final RegistrationLimit registrations;
    private final RegisterUser registerUser;
    private final Audit audit;

    RegistrationController(
            Users users, Passwords passwords, RegistrationLimit registrations, RegisterUser registerUser, Audit audit) {
        this.users = users;
        this.passwords = passwords;
        this.registrations = registrations;
        this.registerUser = registerUser;
        this.audit = audit;
    }

    @PostMapping("/users")
    @ResponseStatus(HttpStatus.CREATED)
    Profile register(@Valid @RequestBody Registration wanted, HttpServletRequest request) {
        var password = PasswordRules.requireNotOwn("password", wanted.password, wanted.name, wanted.email);
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
            throw taken(); // saves the hashing; the unique index decides between concurrent calls
        }
        UUID id = UuidCreator.getTimeOrderedEpoch();
        String hash = passwords.hash(password);
        try {
            User user = registerUser.register(new User(id, wanted.name, wanted.email, hash, false));
            audit.registration(Audit.Outcome.OK, id);
            return Profile.of(user);
        } catch (DataIntegrityViolationException addressTaken) {
            throw taken();
        }
    }

    private EmailTakenException taken() {
        audit.registration(Audit.Outcome.FAILED, null);
        return new EmailTakenException();
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
}
