package swapr.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** One call. {@code query} and {@code header} return null for a missing value. */
public record Call(HttpExchange exchange, String body) {

    /** The method and the path, such as {@code GET /health}. */
    public String target() {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    }

    /** The path without the query. */
    public String path() {
        return exchange.getRequestURI().getPath();
    }

    /** The first value of a header; null if it is missing. */
    public @Nullable String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /**
     * The decoded value of a query parameter; null if it is missing.
     *
     * @throws Refused with 400 if the query has an invalid % escape
     */
    public @Nullable String query(String name) {
        var values = new HashMap<String, String>();
        var query = exchange.getRequestURI().getRawQuery();
        for (var pair : (query == null ? "" : query).split("&", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return values.get(name);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "the query has an invalid % escape; write %25 for a percent sign");
        }
    }

    /**
     * Reads the body as JSON.
     *
     * @throws Refused with 400 if the body is empty or not the expected JSON
     */
    public <T> T read(Class<T> type) {
        try {
            var value = JsonHttpServer.JSON.readValue(body, type);
            if (value == null) {
                throw new Refused(400, "the body is empty");
            }
            return value;
        } catch (JacksonException e) {
            throw new Refused(400, "the body is not the expected JSON: " + e.getOriginalMessage());
        }
    }
}
