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

    /**
     * Stores the user.
     *
     * @return the stored user
     * @throws org.springframework.dao.DataIntegrityViolationException if the e-mail address is taken
     * @throws org.springframework.dao.OptimisticLockingFailureException if the id is taken; nothing is changed then
     */
    @Transactional
    User register(User user) {
        User stored = users.saveAndFlush(user);
        eventLog.append(stored, stored.register());
        return stored;
    }
}
