package swapr.user;

import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;

/**
 * Closes an account. The user's row is deleted, and the other services delete their copies after {@code UserErased}.
 * The event log keeps the published events, because it is the audit trail.
 */
@Component
class EraseUser {

    private final Users users;
    private final EventLog eventLog;

    EraseUser(Users users, EventLog eventLog) {
        this.users = users;
        this.eventLog = eventLog;
    }

    /**
     * Returns false if the user does not exist.
     *
     * @throws LastOperatorException if the user is the last operator
     */
    @Transactional
    boolean erase(UUID id) {
        var found = users.findById(id);
        found.ifPresent(user -> {
            if (user.isOperator() && users.findOperatorsForUpdate().size() == 1) {
                throw new LastOperatorException();
            }
            users.delete(user);
            eventLog.append(user, user.erase());
        });
        return found.isPresent();
    }
}
