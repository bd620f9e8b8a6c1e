package swapr.user;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import swapr.web.CurrentUser;

/** The calls about one's own account. */
@RestController
@RequestMapping("/users")
class UsersApi {

    private final Users users;
    private final Passwords passwords;
    private final RegisterUser registerUser;
    private final ChangeProfile changeProfile;
    private final EraseUser eraseUser;

    UsersApi(
            Users users,
            Passwords passwords,
            RegisterUser registerUser,
            ChangeProfile changeProfile,
            EraseUser eraseUser) {
        this.users = users;
        this.passwords = passwords;
        this.registerUser = registerUser;
        this.changeProfile = changeProfile;
        this.eraseUser = eraseUser;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Profile register(@Valid @RequestBody Registration wanted) {
        if (users.withEmail(wanted.email).isPresent()) {
            throw taken(); // spares the work of hashing; the unique index has the last word
        }
        UUID id = UuidCreator.getTimeOrderedEpoch();
        String hash = passwords.hash(wanted.password);
        try {
            return Profile.of(registerUser.register(new User(id, wanted.name, wanted.email, hash, false)));
        } catch (DataIntegrityViolationException lostTheRace) {
            throw taken();
        }
    }

    @GetMapping("/me")
    Profile show(CurrentUser me) {
        return Profile.of(found(users.withId(me.id())));
    }

    @PatchMapping("/me")
    Profile change(CurrentUser me, @Valid @RequestBody ProfileChange wanted) {
        try {
            return Profile.of(found(changeProfile.change(me.id(), wanted.name, wanted.email)));
        } catch (DataIntegrityViolationException lostTheRace) {
            throw taken();
        }
    }

    @DeleteMapping("/me")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(CurrentUser me) {
        if (!eraseUser.erase(me.id())) {
            throw gone();
        }
    }

    private static User found(Optional<User> user) {
        return user.orElseThrow(UsersApi::gone);
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
            @NotNull @Size(max = 100) @Pattern(regexp = TextRules.ONE_LINE, message = TextRules.ONE_LINE_MESSAGE)
            String name,

            @NotNull @Size(max = 254) @Pattern(regexp = TextRules.EMAIL, message = TextRules.EMAIL_MESSAGE)
            String email,

            @NotNull @Size(min = 8, max = 128) String password) {

        @Override
        public String toString() {
            return "Registration of " + email; // never the password
        }
    }

    record ProfileChange(
            @Nullable @Size(max = 100) @Pattern(regexp = TextRules.ONE_LINE, message = TextRules.ONE_LINE_MESSAGE)
            String name,

            @Nullable @Size(max = 254) @Pattern(regexp = TextRules.EMAIL, message = TextRules.EMAIL_MESSAGE)
            String email) {}
}
