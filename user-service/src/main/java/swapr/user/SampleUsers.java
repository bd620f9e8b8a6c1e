package swapr.user;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import swapr.messaging.EventLog;
import swapr.web.StartupTask;

/**
 * Creates the users of the demonstrations once, with fixed ids that the sample listings use. If such an account was
 * deleted, or another account has its e-mail address, the service starts without it and does not create it again.
 */
@Component
class SampleUsers extends StartupTask {

    private static final Logger LOG = LoggerFactory.getLogger(SampleUsers.class);

    private final SeedPasswords seed;
    private final EventLog events;
    private final Passwords passwords;
    private final RegisterUser registerUser;

    SampleUsers(SeedPasswords seed, EventLog events, Passwords passwords, RegisterUser registerUser) {
        this.seed = seed;
        this.events = events;
        this.passwords = passwords;
        this.registerUser = registerUser;
    }

    @Override
    protected void run() {
        createIfMissing("00000000-0000-7000-8000-000000000001", "Ada", "ada@swapr.example", seed.ada, false);
        createIfMissing("00000000-0000-7000-8000-000000000002", "Bob", "bob@swapr.example", seed.bob, false);
        createIfMissing("00000000-0000-7000-8000-000000000003", "Olga", "olga@swapr.example", seed.olga, true);
    }

    private void createIfMissing(String id, String name, String email, String password, boolean operator) {
        UUID fixed = UUID.fromString(id);
        if (password.isBlank() || !events.read("user:" + fixed).isEmpty()) {
            return; // the event log still has users who deleted their account; the table does not
        }
        var prepared = PreparedPassword.of(password);
        if (prepared.isEmpty()) {
            LOG.warn(
                    "Sample user {} was not created: the password has control characters, or more than 128 characters."
                            + " Change it under swapr.seed",
                    name);
            return;
        }
        try {
            registerUser.register(new User(fixed, name, email, passwords.hash(prepared.get()), operator));
            LOG.info("Sample user {} was created", name);
        } catch (DataIntegrityViolationException | OptimisticLockingFailureException taken) {
            LOG.info(
                    "Sample user {} was not created: another instance was faster, or another account has its address",
                    name);
        }
    }

    /** The passwords of the sample users. A user with a blank password is not created. */
    @ConfigurationProperties("swapr.seed")
    record SeedPasswords(String ada, String bob, String olga) {}
}
