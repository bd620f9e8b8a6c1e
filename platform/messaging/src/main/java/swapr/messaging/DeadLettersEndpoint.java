package swapr.messaging;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.transaction.support.TransactionTemplate;

/** The operator's view of what is parked: {@code GET}, {@code POST /{id|all}} to redrive, {@code DELETE /{id}?reason=} to discard. */
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {

    private final DeadLetters deadLetters;
    private final Inbox inbox;
    private final TransactionTemplate transaction;

    DeadLettersEndpoint(MessagingAutoConfiguration.Parts parts) {
        this.deadLetters = parts.deadLetters();
        this.inbox = parts.inbox();
        this.transaction = parts.transaction();
    }

    @ReadOperation
    Map<String, Object> list() {
        return Map.of("dead_letters", deadLetters.list(500));
    }

    /** Asks the consumer that failed to run parked events again; repeating it changes nothing. */
    @WriteOperation
    WebEndpointResponse<Map<String, Object>> redrive(@Selector String id) {
        int requested;
        if (id.equals("all")) {
            requested = deadLetters.requestAll();
        } else if (id.matches("[0-9]{1,18}")) {
            requested = deadLetters.request(Long.parseLong(id));
        } else {
            return problem(400, "Redrive takes a dead letter's id, or all");
        }
        if (requested == 0 && !id.equals("all")) {
            return problem(
                    404, "No parked dead letter " + id + ": it is resolved, waits behind another one, or never was");
        }
        return new WebEndpointResponse<>(Map.of("requested", requested), 202);
    }

    @DeleteOperation
    WebEndpointResponse<Map<String, Object>> discard(@Selector String id, @Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return problem(400, "Discarding needs a reason");
        }
        if (!id.matches("[0-9]{1,18}")) {
            return problem(400, "Discarding takes a dead letter's id");
        }
        boolean discarded = Boolean.TRUE.equals(transaction.execute(status -> {
            DeadLetter letter = deadLetters.lock(Long.parseLong(id));
            if (letter == null) {
                return false;
            }
            if (letter.eventId() != null) {
                inbox.settle(letter.consumer(), List.of(letter.eventId()), Inbox.DISCARDED);
            }
            deadLetters.close(letter, "DISCARDED", reason.strip());
            return true;
        }));
        return discarded
                ? new WebEndpointResponse<>(Map.of("discarded", id), 200)
                : problem(404, "No open dead letter " + id);
    }

    private static WebEndpointResponse<Map<String, Object>> problem(int status, String detail) {
        return new WebEndpointResponse<>(Map.of("status", status, "detail", detail), status);
    }
}
