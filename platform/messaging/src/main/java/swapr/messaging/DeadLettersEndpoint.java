package swapr.messaging;

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

/**
 * Dead letters for operators. {@code GET} lists them, {@code GET /{id}} shows one. {@code POST /{id|all}}, or
 * {@code POST} with a consumer, key, handler or exception, requests their redrive. {@code DELETE /{id}?reason=}
 * discards one. {@code DELETE ?reason=} with a consumer, handler or exception discards all that match.
 */
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {

    private static final int SHOWN = 500;

    /** One line for each action of an operator. It contains no payload and no text from a request. */
    private static final Logger audit = LoggerFactory.getLogger("swapr.audit");

    private final DeadLetterQueries queries;
    private final OperatorActions actions;
    private final JourneyEndpoint journeys;
    private final String service;

    DeadLettersEndpoint(DeadLetterQueries queries, OperatorActions actions, JourneyEndpoint journeys, String service) {
        this.queries = queries;
        this.actions = actions;
        this.journeys = journeys;
        this.service = service;
    }

    /** @param limit the number of listed dead letters, at most 500; null for 500 */
    @ReadOperation
    Map<String, Object> list(@Nullable Integer limit) {
        int listed = limit == null ? SHOWN : Math.clamp(limit, 0, SHOWN);
        return Map.of("groups", queries.groups(), "dead_letters", queries.open(listed));
    }

    @ReadOperation
    WebEndpointResponse<Map<String, @Nullable Object>> show(@Selector String id) {
        Map<String, @Nullable Object> letter = isId(id) ? queries.one(Long.parseLong(id)) : null;
        if (letter == null) {
            return problem(404, "No dead letter " + id);
        }
        if (letter.get("correlation_id") instanceof String correlation) {
            letter.put("journey", journeys.journey(correlation, false));
        }
        return new WebEndpointResponse<>(letter, 200);
    }

    /** Requests the redrive of one parked dead letter, or of all. A second request changes nothing. */
    @WriteOperation
    WebEndpointResponse<Map<String, @Nullable Object>> redrive(@Selector String id) {
        if (id.equals("all")) {
            return requested(id, actions.request(actor(), null, null, null, null));
        }
        if (!isId(id)) {
            return problem(400, "A redrive needs the id of a dead letter, or all");
        }
        int requested = actions.request(actor(), Long.parseLong(id));
        return requested == 0
                ? problem(
                        404,
                        "No parked dead letter " + id
                                + ": it is closed, waits behind another one, is being tried again, or does not exist")
                : requested(id, requested);
    }

    /** Requests the redrive of all parked dead letters of a key, of a consumer, or of one kind of failure. */
    @WriteOperation
    WebEndpointResponse<Map<String, @Nullable Object>> redrive(
            @Nullable String consumer, @Nullable String key, @Nullable String handler, @Nullable String exception) {
        if (consumer == null && key == null && handler == null && exception == null) {
            return problem(400, "Select by consumer, key, handler or exception; POST to /all selects all");
        }
        int requested = actions.request(actor(), consumer, key, handler, exception);
        return requested == 0 ? problem(404, "No parked dead letter matches") : requested("selected", requested);
    }

    private String actor() {
        return EventContext.current(service).actor();
    }

    /** @param selection an id, {@code all} or {@code selected} */
    private WebEndpointResponse<Map<String, @Nullable Object>> requested(String selection, int letters) {
        audit.info("event=dead-letter-redrive subject={} dead_letter={} count={}", actor(), selection, letters);
        return new WebEndpointResponse<>(Map.<String, @Nullable Object>of("requested", letters), 202);
    }

    private static boolean isId(String id) {
        return id.matches("[0-9]{1,18}");
    }

    @DeleteOperation
    WebEndpointResponse<Map<String, @Nullable Object>> discard(@Selector String id, @Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return problem(400, "A discard needs a reason");
        }
        if (!isId(id)) {
            return problem(400, "A discard needs the id of a dead letter");
        }
        if (actions.discard(Long.parseLong(id), reason.strip(), actor())) {
            audit.info("event=dead-letter-discard subject={} dead_letter={}", actor(), id);
            return new WebEndpointResponse<>(Map.<String, @Nullable Object>of("discarded", id), 200);
        }
        Map<String, @Nullable Object> letter = queries.one(Long.parseLong(id));
        return letter == null || letter.get("resolved_at") != null
                ? problem(404, "No open dead letter " + id)
                : problem(409, "Dead letter " + id + " is being redriven right now; try again");
    }

    /** Discards all parked dead letters of a consumer, or of one kind of failure. After a flood there are thousands. */
    @DeleteOperation
    WebEndpointResponse<Map<String, @Nullable Object>> discard(
            @Nullable String consumer, @Nullable String handler, @Nullable String exception, @Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return problem(400, "A discard needs a reason");
        }
        if (consumer == null && handler == null && exception == null) {
            return problem(400, "Select by consumer, handler or exception");
        }
        int discarded = 0;
        int last;
        do {
            last = actions.discard(consumer, handler, exception, reason.strip(), actor());
            discarded += last;
        } while (last > 0);
        audit.info("event=dead-letter-discard subject={} dead_letter=selected count={}", actor(), discarded);
        return discarded == 0
                ? problem(404, "No parked dead letter matches")
                : new WebEndpointResponse<>(Map.<String, @Nullable Object>of("discarded", discarded), 200);
    }

    private static WebEndpointResponse<Map<String, @Nullable Object>> problem(int status, String detail) {
        return new WebEndpointResponse<>(Map.<String, @Nullable Object>of("status", status, "detail", detail), status);
    }
}
