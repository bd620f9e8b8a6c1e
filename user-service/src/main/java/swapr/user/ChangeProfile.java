package swapr.user;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Changes the name or the e-mail address of a user. */
@Component
class ChangeProfile {

    private final Users users;
    private final EventLog eventLog;

    ChangeProfile(Users users, EventLog eventLog) {
        this.users = users;
        this.eventLog = eventLog;
    }

    /**
     * Changes each value that is not null.
     *
     * @return the changed user, or empty if the user does not exist any more
     * @throws org.springframework.dao.DataIntegrityViolationException if the e-mail address is taken
     */
    @Transactional
    Optional<User> change(UUID id, @Nullable String name, @Nullable String email) {
        refuseTaken(id, email);
        var found = users.findById(id);
        found.ifPresent(user -> {
            var changed = user.change(name, email);
            users.flush();
            eventLog.append(user, changed);
        });
        return found;
    }

    /**
     * Checks the address first, because a violation of the unique index puts the address into the database's log. The
     * index still decides between concurrent calls.
     */
    private void refuseTaken(UUID id, @Nullable String email) {
        if (email != null
                && users.findByEmail(email)
                        .filter(owner -> !owner.id().equals(id))
                        .isPresent()) {
            throw new DuplicateKeyException("Another account has the e-mail address");
        }
    }
}
