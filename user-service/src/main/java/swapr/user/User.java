package swapr.user;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.messaging.Aggregate;
import swapr.user.UserEvents.PasswordChanged;
import swapr.user.UserEvents.SessionsEnded;
import swapr.user.UserEvents.UserErased;
import swapr.user.UserEvents.UserProfileChanged;
import swapr.user.UserEvents.UserRegistered;

/** A person with an account. */
@Entity
@Table(name = "users")
class User implements Aggregate {

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

    List<UserEvents> register() {
        return List.of(new UserRegistered(id, name, email));
    }

    /** Null keeps the current value. If nothing changes, there is no event. */
    List<UserEvents> change(@Nullable String newName, @Nullable String newEmail) {
        String nextName = newName == null ? name : newName.strip();
        String nextEmail = newEmail == null ? email : normalized(newEmail);
        if (nextName.equals(name) && nextEmail.equals(email)) {
            return List.of();
        }
        name = nextName;
        email = nextEmail;
        return List.of(new UserProfileChanged(id, name, email));
    }

    /** Also ends all sessions. */
    List<UserEvents> changePassword(String newHash) {
        passwordHash = newHash;
        sessionGeneration++;
        return List.of(new PasswordChanged(id), new SessionsEnded(id, sessionGeneration));
    }

    /** Ends all sessions: tokens with a smaller generation are refused from now on. */
    List<UserEvents> endSessions() {
        sessionGeneration++;
        return List.of(new SessionsEnded(id, sessionGeneration));
    }

    List<UserEvents> erase() {
        return List.of(new UserErased(id));
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

    @Override
    public String aggregateId() {
        return "user:" + id;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public void setVersion(long version) {
        this.version = version;
    }
}
