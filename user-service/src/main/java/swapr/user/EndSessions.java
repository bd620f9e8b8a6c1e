package swapr.user;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Signs a user out everywhere: all services refuse the user's earlier tokens. */
@Component
class EndSessions {

    private final Users users;
    private final EventLog events;

    EndSessions(Users users, EventLog events) {
        this.users = users;
        this.events = events;
    }

    /** Returns false if the user does not exist. */
    @Transactional
    boolean end(UUID id) {
        var found = users.withId(id);
        found.ifPresent(user -> {
            long expectedVersion = user.version();
            events.append(user.aggregateId(), expectedVersion, user.endSessions());
        });
        return found.isPresent();
    }
}
