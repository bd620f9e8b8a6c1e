package swapr.web;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a JSON Web Key Set (RFC 7517), with limits for the time and for the size of the answer. */
final class KeyFetch implements AutoCloseable {

    /** A key takes about 200 bytes, so three hundred generations of keys fit. */
    private static final int MAX_BYTES = 64 * 1024;

    private final HttpRequest request;
    private final Duration timeout;
    private final HttpClient http;

    KeyFetch(URI address, Duration timeout) {
        this.request = HttpRequest.newBuilder(address).build();
        this.timeout = timeout;
        this.http = HttpClient.newHttpClient();
    }

    /** @throws IOException if no valid key set arrives in time */
    JWKSet fetch() throws IOException, InterruptedException {
        // One timeout covers connection, headers and body. A second one in the client would race with it.
        var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
        try {
            var response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(
                        "%s returned status %d instead of 200".formatted(request.uri(), response.statusCode()));
            }
            return JWKSet.parse(response.body());
        } catch (TimeoutException e) {
            throw new IOException("%s did not answer within %s".formatted(request.uri(), timeout), e);
        } catch (ExecutionException | ParseException e) {
            throw new IOException("%s returned no valid key set: %s".formatted(request.uri(), e.getMessage()), e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
