package swapr.purchase;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The bank, behind a circuit breaker: after three {@link BankFailures} in a row it is left alone for a while, then asked
 * once. Every call carries an idempotency key that belongs to the order, so the same question always gets the same answer
 * and moves money at most once. A call that ends without an answer (timeout, 5xx, broken connection, open breaker) throws; nobody
 * knows what happened, and whoever asked has to ask again with the same key.
 */
@Component
class Bank {

    sealed interface Answer {
        record Approved(String paymentId) implements Answer {}

        /** An answer like any other, and no failure of the bank. */
        record Declined(String reason) implements Answer {}
    }

    private record Charge(UUID orderId, Money amount, String token) {}

    private record Refund(UUID orderId, String paymentId, Money amount) {}

    private record Reply(
            @Nullable String status,
            @Nullable String paymentId,
            @Nullable String reason) {}

    private final RestClient http;
    private final CircuitBreaker breaker;
    private final BankFailures failures = new BankFailures();

    Bank(RestClient.Builder http, PurchaseProperties settings, MeterRegistry meters) {
        this.http = http.baseUrl(settings.bankUrl().toString()).build();
        var registry = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                // BankFailures counts; the breaker hears of a failure only when there are enough, and opens at once.
                .slidingWindowSize(1)
                .minimumNumberOfCalls(1)
                .failureRateThreshold(100)
                .waitDurationInOpenState(settings.bankPause())
                .permittedNumberOfCallsInHalfOpenState(1)
                .build());
        breaker = registry.circuitBreaker("bank");
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
    }

    /**
     * @param buyerId whose card it is
     * @param beforehand runs when the breaker lets the call through, just before it; when it throws, the bank is not called
     */
    Answer charge(UUID orderId, UUID buyerId, Money amount, String token, Runnable beforehand) {
        return call(buyerId, () -> {
            beforehand.run();
            var reply = post("/charges", orderId.toString(), new Charge(orderId, amount, token));
            if ("APPROVED".equals(reply.status()) && reply.paymentId() != null) {
                return new Answer.Approved(reply.paymentId());
            }
            if ("DECLINED".equals(reply.status())) {
                return new Answer.Declined(Objects.requireNonNullElse(reply.reason(), "DECLINED"));
            }
            throw new RestClientException("The bank said neither yes nor no to order " + orderId);
        });
    }

    void refund(UUID orderId, String paymentId, Money amount) {
        var _ = call(null, () -> post("/refunds", "refund:" + orderId, new Refund(orderId, paymentId, amount)));
    }

    /** @param buyerId null for a refund */
    private <T> T call(@Nullable UUID buyerId, Supplier<T> request) {
        breaker.acquirePermission();
        long start = breaker.getCurrentTimestamp();
        T answer;
        try {
            answer = request.get();
        } catch (RuntimeException | Error e) {
            if (isFailureOfTheBank(e) && failures.add(buyerId, e instanceof HttpServerErrorException)) {
                breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), e);
            } else {
                breaker.releasePermission();
            }
            throw e;
        }
        failures.clear();
        breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
        return answer;
    }

    private Reply post(String path, String idempotencyKey, Object body) {
        Reply reply = http.post()
                .uri(path)
                .header("Idempotency-Key", idempotencyKey)
                .body(body)
                .retrieve()
                .onStatus(HttpStatus.PAYMENT_REQUIRED::equals, (request, response) -> {})
                .body(Reply.class);
        if (reply == null) {
            throw new RestClientException("The bank answered " + path + " without a word");
        }
        return reply;
    }

    /** A 4xx is a healthy bank that dislikes this one request; what our own side threw says nothing about the bank. */
    private static boolean isFailureOfTheBank(Throwable e) {
        return e instanceof RestClientException && !(e instanceof HttpClientErrorException);
    }
}
