package swapr.system;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the {@link ClientHistory}.
 *
 * @param n the number of the line in the run, from 0
 * @param began the number of the intent's line; equal to {@code n} for an intent
 * @param kind REGISTER, LIST, REDUCE, ORDER, CANCEL, LOOK or SEARCH
 * @param key identifies the request in all its attempts: the e-mail address, the title, the Idempotency-Key
 * @param status the HTTP status; 0 without a response
 * @param answer the id in the response
 * @param version the version in the response; 0 for none
 */
record HistoryLine(
        int n,
        int began,
        Instant at,
        String kind,
        String key,
        String person,
        Outcome outcome,
        int status,
        @Nullable String answer,
        long version) {

    /** The columns of {@code observed.history}. */
    String[] row() {
        return new String[] {
            kind,
            key,
            person,
            outcome.name(),
            Integer.toString(status),
            answer,
            Integer.toString(began),
            Integer.toString(n),
            Long.toString(version)
        };
    }

    /** The same line with an unknown outcome. */
    HistoryLine unknown() {
        return new HistoryLine(n, began, at, kind, key, person, Outcome.UNKNOWN, 0, null, 0);
    }

    enum Outcome {
        /** The request is open, or the client ended before its outcome. */
        INTENT,
        /** 2xx: the effect must exist. */
        ACKNOWLEDGED,
        /** 4xx: the request must have no effect. */
        REFUSED,
        /** No response, or 5xx: the effect may exist or not. */
        UNKNOWN
    }
}
