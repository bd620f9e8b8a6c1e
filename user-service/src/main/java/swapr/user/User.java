package swapr.user;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.user.UserEvents.PasswordChanged;
import swapr.user.UserEvents.SessionsEnded;
import swapr.user.UserEvents.UserErased;
import swapr.user.UserEvents.UserProfileChanged;
import swapr.user.UserEvents.UserRegistered;

/** A person with an account. The version counts the user's events, so the next event has {@code version + 1}. */
@Entity
@Table(name = "users")
class User {

    @Id
    private UUID id;

    private String name;
    private String email;
    private String passwordHash;
    private boolean operator;
    private long sessionGeneration;
    private long version;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected User() {}

    User(UUID id, String name, String email, String passwordHash, boolean operator) {
        this.id = id;
        this.name = name.strip();
        this.email = normalized(email);
        this.passwordHash = passwordHash;
        this.operator = operator;
    }

    UserRegistered register() {
        version++;
        return new UserRegistered(id, name, email);
    }

    /** Null keeps the current value. If nothing changes, there is no event. */
    Optional<UserProfileChanged> change(@Nullable String newName, @Nullable String newEmail) {
        String nextName = newName == null ? name : newName.strip();
        String nextEmail = newEmail == null ? email : normalized(newEmail);
        if (nextName.equals(name) && nextEmail.equals(email)) {
            return Optional.empty();
        }
        name = nextName;
        email = nextEmail;
        version++;
        return Optional.of(new UserProfileChanged(id, name, email));
    }

    PasswordChanged changePassword(String newHash) {
        passwordHash = newHash;
        version++;
        return new PasswordChanged(id);
    }

    /** Ends all sessions: tokens with a smaller generation are refused from now on. */
    SessionsEnded endSessions() {
        sessionGeneration++;
        version++;
        return new SessionsEnded(id, sessionGeneration);
    }

    UserErased erase() {
        version++;
        return new UserErased(id);
    }

    /** Returns the form in which an address is stored, compared and used for e-mails. */
    static String normalized(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String email() {
        return email;
    }

    String passwordHash() {
        return passwordHash;
    }

    /** The number of times that all sessions of this user were ended. New tokens contain it. */
    long sessionGeneration() {
        return sessionGeneration;
    }

    boolean isOperator() {
        return operator;
    }

    List<String> roles() {
        return operator ? List.of("operator") : List.of();
    }

    long version() {
        return version;
    }

    /** The record key of this user's events. */
    String aggregateId() {
        return "user:" + id;
    }
}
