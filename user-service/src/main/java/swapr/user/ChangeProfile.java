package swapr.user;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Changes name or e-mail address. */
@Component
class ChangeProfile {

    private final Users users;
    private final EventLog events;

    ChangeProfile(Users users, EventLog events) {
        this.users = users;
        this.events = events;
    }

    /**
     * Changes what is not null.
     *
     * @return the person as it is now, or empty when there is no such person any more
     * @throws org.springframework.dao.DataIntegrityViolationException when the e-mail address is taken
     */
    @Transactional
    Optional<User> change(UUID id, @Nullable String name, @Nullable String email) {
        refuseTaken(id, email);
        var found = users.withId(id);
        found.ifPresent(user -> {
            long before = user.version();
            user.change(name, email).ifPresent(changed -> {
                users.flush();
                events.append(user.aggregateId(), before, changed);
            });
        });
        return found;
    }

    /** The unique index has the last word, but its failure puts the address into the database's log. */
    private void refuseTaken(UUID id, @Nullable String email) {
        if (email != null
                && users.withEmail(email)
                        .filter(owner -> !owner.id().equals(id))
                        .isPresent()) {
            throw new DuplicateKeyException("Another account has the e-mail address");
        }
    }
}
