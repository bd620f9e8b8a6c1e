package swapr.user;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Opens an account. The user and its first event are stored in one transaction. */
@Component
class RegisterUser {

    private final Users users;
    private final EventLog events;

    RegisterUser(Users users, EventLog events) {
        this.users = users;
        this.events = events;
    }

    /** @throws org.springframework.dao.DataIntegrityViolationException if the id or the e-mail address is taken */
    @Transactional
    User register(User user) {
        var registered = user.register();
        users.add(user);
        events.append(user.aggregateId(), 0, registered);
        return user;
    }
}
