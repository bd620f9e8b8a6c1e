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
 * Creates the people of the demonstrations, once, with ids that the seeded catalogue knows without asking. People may
 * delete these accounts or take the e-mail addresses: the service starts all the same, and does not create them again.
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
        unlessThere("00000000-0000-7000-8000-000000000001", "Ada", "ada@swapr.example", seed.ada, false);
        unlessThere("00000000-0000-7000-8000-000000000002", "Bob", "bob@swapr.example", seed.bob, false);
        unlessThere("00000000-0000-7000-8000-000000000003", "Olga", "olga@swapr.example", seed.olga, true);
    }

    private void unlessThere(String id, String name, String email, String password, boolean operator) {
        UUID fixed = UUID.fromString(id);
        if (password.isBlank() || !events.read("user:" + fixed).isEmpty()) {
            return; // the log remembers people who have deleted their account; the table does not
        }
        var prepared = PreparedPassword.of(password);
        if (prepared.isEmpty()) {
            LOG.warn("{} is not created: the password has control characters, or more than 128 characters", name);
            return;
        }
        try {
            registerUser.register(new User(fixed, name, email, passwords.hash(prepared.get()), operator));
            LOG.info("{} is here now", name);
        } catch (DataIntegrityViolationException | OptimisticLockingFailureException taken) {
            LOG.info("{} is not created: another instance was faster, or another account has the e-mail address", name);
        }
    }

    /** Blank means: do not create this person. */
    @ConfigurationProperties("swapr.seed")
    record SeedPasswords(String ada, String bob, String olga) {}
}
