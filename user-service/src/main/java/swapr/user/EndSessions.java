package swapr.user;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Signs a person out everywhere: all services refuse the tokens that were given out before. */
@Component
class EndSessions {

    private final Users users;
    private final EventLog events;

    EndSessions(Users users, EventLog events) {
        this.users = users;
        this.events = events;
    }

    /** Returns whether there was such a person. */
    @Transactional
    boolean end(UUID id) {
        var found = users.withId(id);
        found.ifPresent(user -> {
            long before = user.version();
            events.append(user.aggregateId(), before, user.endSessions());
        });
        return found.isPresent();
    }
}
