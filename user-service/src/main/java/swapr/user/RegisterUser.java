package swapr.user;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Opens an account. The user and its first event are stored in one transaction. */
@Component
class RegisterUser {

    private final Users users;
    private final EventLog eventLog;

    RegisterUser(Users users, EventLog eventLog) {
        this.users = users;
        this.eventLog = eventLog;
    }

    /** @throws org.springframework.dao.DataIntegrityViolationException if the id or the e-mail address is taken */
    @Transactional
    User register(User user) {
        users.saveAndFlush(user);
        eventLog.append(user, user.register());
        return user;
    }
}
