package swapr.user;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import swapr.web.BeforeThePortOpens;

/** Creates the people of the demonstrations, with ids that the seeded catalogue knows without asking. */
@Component
class SeedPeople extends BeforeThePortOpens {

    private static final Logger LOG = LoggerFactory.getLogger(SeedPeople.class);

    private final SeedPasswords seed;
    private final Users users;
    private final Passwords passwords;
    private final RegisterUser registerUser;

    SeedPeople(SeedPasswords seed, Users users, Passwords passwords, RegisterUser registerUser) {
        this.seed = seed;
        this.users = users;
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
        if (password.isBlank() || users.withId(fixed).isPresent()) {
            return;
        }
        try {
            registerUser.register(new User(fixed, name, email, passwords.hash(password), operator));
            LOG.info("{} is here now", name);
        } catch (DataIntegrityViolationException taken) {
            LOG.info("{} is not created: another instance was faster, or somebody else has the address", name);
        }
    }

    /** Blank means: do not create this person. */
    @ConfigurationProperties("swapr.seed")
    record SeedPasswords(String ada, String bob, String olga) {}
}
