package swapr.user;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Signs a user out everywhere: all services refuse the user's earlier tokens. */
@Component
class EndSessions {

    private final Users users;
    private final EventLog eventLog;

    EndSessions(Users users, EventLog eventLog) {
        this.users = users;
        this.eventLog = eventLog;
    }

    /** Returns false if the user does not exist. */
    @Transactional
    boolean end(UUID id) {
        var found = users.findById(id);
        found.ifPresent(user -> eventLog.append(user, user.endSessions()));
        return found.isPresent();
    }
}
