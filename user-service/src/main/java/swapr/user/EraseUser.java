package swapr.user;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;
import swapr.messaging.EventLog;

/**
 * Closes an account. The user's row is deleted, and the other services delete their copies after {@code UserErased}.
 * The event log keeps the published events, because it is the audit trail.
 */
@Component
class EraseUser {

    private final Users users;
    private final EventLog events;

    EraseUser(Users users, EventLog events) {
        this.users = users;
        this.events = events;
    }

    /**
     * Returns false if the user does not exist.
     *
     * @throws ResponseStatusException 409 if the user is the last operator
     */
    @Transactional
    boolean erase(UUID id) {
        var found = users.withId(id);
        found.ifPresent(user -> {
            refuseTheLastOperator(user);
            long expectedVersion = user.version();
            var erased = user.erase();
            users.remove(user);
            events.append(user.aggregateId(), expectedVersion, erased);
        });
        return found.isPresent();
    }

    private void refuseTheLastOperator(User user) {
        if (user.isOperator() && users.lockOperators().size() == 1) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "The last operator's account cannot be deleted, because dead letters need an operator.");
        }
    }
}
