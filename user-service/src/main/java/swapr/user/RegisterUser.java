package swapr.user;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Opens an account: the person and the fact are stored together or not at all. */
@Component
class RegisterUser {

    private final Users users;
    private final EventLog events;

    RegisterUser(Users users, EventLog events) {
        this.users = users;
        this.events = events;
    }

    /**
     * Stores the person and appends the fact.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException when the id or the e-mail address is taken
     */
    @Transactional
    User register(User user) {
        var registered = user.register();
        users.add(user);
        events.append(user.aggregateId(), 0, registered);
        return user;
    }
}
