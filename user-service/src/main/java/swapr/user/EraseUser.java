package swapr.user;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;
import swapr.messaging.EventLog;

/**
 * Closes an account: the row goes, and {@code UserErased} tells everybody else to forget too. The log keeps what was
 * once published, as an audit trail must.
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
     * Returns whether there was such a person.
     *
     * @throws ResponseStatusException 409 when it is the last operator
     */
    @Transactional
    boolean erase(UUID id) {
        var found = users.withId(id);
        found.ifPresent(user -> {
            refuseTheLastOperator(user);
            long before = user.version();
            var erased = user.erase();
            users.remove(user);
            events.append(user.aggregateId(), before, erased);
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
