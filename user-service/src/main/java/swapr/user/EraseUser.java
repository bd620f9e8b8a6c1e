package swapr.user;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/**
 * Closes an account: the row goes, and {@code UserErased} tells everybody else to forget too. The log keeps what was
 * once published, as an audit trail must.
 */
@Component
class EraseUser {

    private final Users users;
    private final EventLog events;

    EraseUser(Users users, EventLog events) {
        this.users = users;
        this.events = events;
    }

    /** Returns whether there was such a person. */
    @Transactional
    boolean erase(UUID id) {
        var found = users.withId(id);
        found.ifPresent(user -> {
            long before = user.version();
            var erased = user.erase();
            users.remove(user);
            events.append(user.aggregateId(), before, erased);
        });
        return found.isPresent();
    }
}
