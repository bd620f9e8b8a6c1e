package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** JSON over HTTP, for clients that need the exact response. */
public final class Http {

    /**
     * A response.
     *
     * @param body a missing node if the body is no JSON
     */
    public record Answer(int status, JsonNode body) {}

    /** The JSON format of the requests. */
    public static final JsonMapper JSON = JsonMapper.shared();

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private Http() {}

    /**
     * Returns the body of a GET.
     *
     * @throws IllegalStateException if the status is not 200
     */
    public static JsonNode get(String url) {
        var answer = call("GET", url, null, Map.of());
        if (answer.status() != 200) {
            throw new IllegalStateException("GET %s returned %d instead of 200".formatted(url, answer.status()));
        }
        return answer.body();
    }

    /**
     * Sends a request.
     *
     * @throws UncheckedIOException if there was no response; the effect of the request is unknown then
     */
    public static Answer call(String method, String url, @Nullable Object body, Map<String, String> headers) {
        return call(TIMEOUT, method, url, body, headers);
    }

    /** The same with another timeout, for slow requests. */
    static Answer call(
            Duration timeout, String method, String url, @Nullable Object body, Map<String, String> headers) {
        return answer(send(timeout, method, url, body, headers));
    }

    /** The same, with the unchanged response. */
    public static HttpResponse<String> send(
            Duration timeout, String method, String url, @Nullable Object body, Map<String, String> headers) {
        try {
            return CLIENT.send(request(timeout, method, url, body, headers), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest request(
            Duration timeout, String method, String url, @Nullable Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(timeout);
        headers.forEach(request::header);
        if (body == null) {
            return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
    }

    private static Answer answer(HttpResponse<String> response) {
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (JacksonException e) {
            return new Answer(response.statusCode(), MissingNode.getInstance());
        }
    }
}
