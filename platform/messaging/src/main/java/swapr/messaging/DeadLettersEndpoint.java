package swapr.messaging;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The operator's side of the dead letters: {@code GET} lists them, {@code GET /{id}} shows one, {@code POST /{id|all}} and
 * {@code POST} with a consumer, key, handler or exception ask for their redrive, {@code DELETE /{id}?reason=} gives one up,
 * {@code DELETE ?reason=} with a consumer, handler or exception all of a kind.
 */
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {

    private static final int SHOWN = 500;

    /** One line for each deed of an operator. It names no payload and no text from a request. */
    private static final Logger audit = LoggerFactory.getLogger("swapr.audit");

    private final DeadLetterStore deadLetters;
    private final DeadLetterQueries view;
    private final JourneyEndpoint journeys;
    private final Inbox inbox;
    private final TransactionTemplate transaction;
    private final String service;

    DeadLettersEndpoint(Parts parts, JdbcTemplate jdbc) {
        this.deadLetters = parts.deadLetters();
        this.view = new DeadLetterQueries(jdbc);
        this.journeys = new JourneyEndpoint(jdbc);
        this.inbox = parts.inbox();
        this.transaction = parts.transaction();
        this.service = parts.service();
    }

    @ReadOperation
    Map<String, Object> list() {
        return Map.of("groups", view.groups(), "dead_letters", view.open(SHOWN));
    }

    @ReadOperation
    WebEndpointResponse<Map<String, @Nullable Object>> show(@Selector String id) {
        Map<String, @Nullable Object> letter = isId(id) ? view.one(Long.parseLong(id)) : null;
        if (letter == null) {
            return problem(404, "No dead letter " + id);
        }
        if (letter.get("correlation_id") instanceof String correlation) {
            letter.put("journey", journeys.journey(correlation));
        }
        return new WebEndpointResponse<>(letter, 200);
    }

    /** Asks the consumer that failed to run one parked event, or all, again; repeating it changes nothing. */
    @WriteOperation
    WebEndpointResponse<Map<String, @Nullable Object>> redrive(@Selector String id) {
        if (id.equals("all")) {
            return requested(id, deadLetters.request(actor(), null, null, null, null));
        }
        if (!isId(id)) {
            return problem(400, "Redrive takes a dead letter's id, or all");
        }
        int requested = deadLetters.request(actor(), Long.parseLong(id));
        return requested == 0
                ? problem(
                        404, "No parked dead letter " + id + ": it is resolved, waits behind another one, or never was")
                : requested(id, requested);
    }

    /** The same for those of a key, of a consumer, or of one kind of failure. */
    @WriteOperation
    WebEndpointResponse<Map<String, @Nullable Object>> redrive(
            @Nullable String consumer, @Nullable String key, @Nullable String handler, @Nullable String exception) {
        if (consumer == null && key == null && handler == null && exception == null) {
            return problem(400, "Say which: consumer, key, handler or exception; POST to /all means all");
        }
        int requested = deadLetters.request(actor(), consumer, key, handler, exception);
        return requested == 0 ? problem(404, "No parked dead letter is like that") : requested("selected", requested);
    }

    private String actor() {
        return EventContext.current(service).actor();
    }

    /** @param which an id, {@code all} or {@code selected} */
    private WebEndpointResponse<Map<String, @Nullable Object>> requested(String which, int letters) {
        audit.info("event=dead-letter-redrive subject={} dead_letter={} count={}", actor(), which, letters);
        return new WebEndpointResponse<>(Map.<String, @Nullable Object>of("requested", letters), 202);
    }

    private static boolean isId(String id) {
        return id.matches("[0-9]{1,18}");
    }

    @DeleteOperation
    WebEndpointResponse<Map<String, @Nullable Object>> discard(@Selector String id, @Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return problem(400, "Discarding needs a reason");
        }
        if (!isId(id)) {
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
            deadLetters.discard(letter, reason.strip(), actor());
            return true;
        }));
        if (discarded) {
            audit.info("event=dead-letter-discard subject={} dead_letter={}", actor(), id);
            return new WebEndpointResponse<>(Map.<String, @Nullable Object>of("discarded", id), 200);
        }
        Map<String, @Nullable Object> letter = view.one(Long.parseLong(id));
        return letter == null || letter.get("resolved_at") != null
                ? problem(404, "No open dead letter " + id)
                : problem(409, "Dead letter " + id + " is being run at this moment: look again");
    }

    /** Gives up all parked ones of a consumer, or of one kind of failure: after a flood there are thousands. */
    @DeleteOperation
    WebEndpointResponse<Map<String, @Nullable Object>> discard(
            @Nullable String consumer, @Nullable String handler, @Nullable String exception, @Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return problem(400, "Discarding needs a reason");
        }
        if (consumer == null && handler == null && exception == null) {
            return problem(400, "Say which: consumer, handler or exception");
        }
        int discarded = 0;
        int last;
        do {
            last = deadLetters.discard(consumer, handler, exception, reason.strip(), actor());
            discarded += last;
        } while (last > 0);
        audit.info("event=dead-letter-discard subject={} dead_letter=selected count={}", actor(), discarded);
        return discarded == 0
                ? problem(404, "No parked dead letter is like that")
                : new WebEndpointResponse<>(Map.<String, @Nullable Object>of("discarded", discarded), 200);
    }

    private static WebEndpointResponse<Map<String, @Nullable Object>> problem(int status, String detail) {
        return new WebEndpointResponse<>(Map.<String, @Nullable Object>of("status", status, "detail", detail), status);
    }
}
