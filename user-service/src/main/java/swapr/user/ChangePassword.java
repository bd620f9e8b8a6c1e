package swapr.user;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Sets a new password and ends all sessions, together or not at all. */
@Component
class ChangePassword {

    private final Users users;
    private final EventLog events;

    ChangePassword(Users users, EventLog events) {
        this.users = users;
        this.events = events;
    }

    /**
     * Stores the new hash and appends both facts.
     *
     * @param checked the person as read when the current password was checked
     * @throws OptimisticLockingFailureException when the password was changed since then, or the person erased
     */
    @Transactional
    void change(User checked, String newHash) {
        User user = users.withId(checked.id())
                .filter(now -> now.passwordHash().equals(checked.passwordHash()))
                .orElseThrow(() -> new OptimisticLockingFailureException("The password was changed meanwhile"));
        long before = user.version();
        var changed = user.changePassword(newHash);
        events.append(user.aggregateId(), before, changed, user.endSessions());
    }
}
