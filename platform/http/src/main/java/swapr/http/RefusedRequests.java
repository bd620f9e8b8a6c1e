package swapr.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers refused requests with problem details (RFC 9457) and counts them in {@code
 * swapr_requests_refused_total{reason}}. The metric has all reasons from the start, each at zero.
 *
 * <pre>{@code
 * if (!permits.tryAcquire()) {
 *     refused.answer(response, Refusal.BUSY, "The service is overloaded. The request was not processed. Try again.");
 *     return;
 * }
 * }</pre>
 */
public class RefusedRequests {

    private final Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);
    private final JsonMapper json;

    public RefusedRequests(MeterRegistry meters, JsonMapper json) {
        this.json = json;
        for (Refusal refusal : Refusal.values()) {
            counters.put(
                    refusal,
                    Counter.builder("swapr.requests.refused")
                            .description("Requests refused before they were processed")
                            .tag("reason", refusal.reason())
                            .register(meters));
        }
    }

    /** Counts a refused request that the caller of this method answers. */
    public void count(Refusal refusal) {
        Objects.requireNonNull(counters.get(refusal)).increment();
    }

    /**
     * Sends the answer and counts the request. The answer to {@link Refusal#BUSY} has {@code Retry-After: 1}, in
     * seconds.
     *
     * @throws IOException if the answer cannot be written
     */
    public void answer(HttpServletResponse response, Refusal refusal, String detail) throws IOException {
        answer(response, refusal, detail, List.of());
    }

    /**
     * Like {@link #answer(HttpServletResponse, Refusal, String)}, and names the part of the request that is wrong.
     *
     * @param field the name of the part, such as a header
     * @param message the rule for it, to be read after its name: {@code must be a media type}
     * @throws IOException if the answer cannot be written
     */
    public void answer(HttpServletResponse response, Refusal refusal, String field, String message) throws IOException {
        answer(
                response,
                refusal,
                "The request is not valid. Correct each field in errors and send the request again.",
                List.of(Map.of("field", field, "message", message)));
    }

    private void answer(HttpServletResponse response, Refusal refusal, String detail, List<Map<String, String>> errors)
            throws IOException {
        count(refusal);
        response.setStatus(refusal.status().value());
        if (refusal == Refusal.BUSY) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", refusal.status().getReasonPhrase());
        problem.put("status", refusal.status().value());
        problem.put("detail", detail);
        if (!errors.isEmpty()) {
            problem.put("errors", errors);
        }
        byte[] body = json.writeValueAsBytes(problem);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(body); // no Content-Length, because Tomcat would end the request here
        response.flushBuffer();
    }
}
