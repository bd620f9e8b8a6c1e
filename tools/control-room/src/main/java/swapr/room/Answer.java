package swapr.room;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a request.
 *
 * @param status the HTTP status
 * @param headers its own headers; the server adds the others
 */
record Answer(int status, Map<String, String> headers, String body) {

    static Answer of(int status, String contentType, String body) {
        return new Answer(status, Map.of("Content-Type", contentType), body);
    }

    static Answer json(Object body) {
        return of(200, "application/json", Json.of(body));
    }

    /** Problem details (RFC 9457). The detail says what happened and what to do. */
    static Answer problem(int status, String detail) {
        var problem = new LinkedHashMap<String, Object>();
        problem.put("status", status);
        problem.put("detail", detail);
        return of(status, "application/problem+json", Json.of(problem));
    }

    static Answer redirect(String to) {
        return new Answer(303, Map.of("Location", to), "");
    }

    Answer with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body);
    }
}
