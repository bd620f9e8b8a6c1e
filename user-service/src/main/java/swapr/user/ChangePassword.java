package swapr.user;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/** Sets a new password and ends all sessions, in one transaction. */
@Component
class ChangePassword {

    private final Users users;
    private final EventLog eventLog;

    ChangePassword(Users users, EventLog eventLog) {
        this.users = users;
        this.eventLog = eventLog;
    }

    /**
     * Stores the new hash and appends both events.
     *
     * @param checked the user as it was when the current password was checked
     * @throws OptimisticLockingFailureException if the password was changed or the user was erased since then
     */
    @Transactional
    void change(User checked, String newHash) {
        User user = users.findById(checked.id())
                .filter(now -> now.passwordHash().equals(checked.passwordHash()))
                .orElseThrow(() -> new OptimisticLockingFailureException(
                        "The password was changed, or the user was erased, after the check. Try again."));
        eventLog.append(user, user.changePassword(newHash));
    }
}
