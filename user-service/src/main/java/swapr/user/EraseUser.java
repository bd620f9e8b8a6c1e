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

    /** Dead letters need an operator. The account is not deleted. */
    static final class LastOperator extends RuntimeException {
        private static final long serialVersionUID = 1;

        private LastOperator() {
            super("The last operator's account cannot be deleted, because dead letters need an operator.");
        }
    }

    private final Users users;
    private final EventLog eventLog;

    EraseUser(Users users, EventLog eventLog) {
        this.users = users;
        this.eventLog = eventLog;
    }

    /**
     * Returns false if the user does not exist.
     *
     * @throws LastOperator if the user is the last operator
     */
    @Transactional
    boolean erase(UUID id) {
        var found = users.findById(id);
        found.ifPresent(user -> {
            refuseTheLastOperator(user);
            users.delete(user);
            eventLog.append(user, user.erase());
        });
        return found.isPresent();
    }

    private void refuseTheLastOperator(User user) {
        if (user.isOperator() && users.findOperatorsForUpdate().size() == 1) {
            throw new LastOperator();
        }
    }
}
