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
 * The bank, behind a circuit breaker. After three {@link BankFailures} in a row the breaker opens. After a pause it
 * permits one call. Each call carries an idempotency key of the order. A repeated call therefore gets the same answer
 * and moves money at most once. A call without a result (timeout, 5xx, broken connection, open breaker) throws. The
 * outcome is then unknown; the caller must retry with the same key.
 */
@Component
class Bank {

    sealed interface ChargeResult {
        record Approved(String paymentId) implements ChargeResult {}

        /** The bank refused the charge. This is an answer, not a failure of the bank. */
        record Declined(String reason) implements ChargeResult {}
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
                // BankFailures counts the failures. The breaker gets one error at the limit and opens at once.
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
     * Asks the breaker for one call. Close the result, also if no call was made.
     *
     * @param buyerId the owner of the card; null for a refund
     * @throws io.github.resilience4j.circuitbreaker.CallNotPermittedException if the breaker is open
     */
    Call permit(@Nullable UUID buyerId) {
        breaker.acquirePermission();
        return new Call(buyerId);
    }

    /** The permission for one call. */
    final class Call implements AutoCloseable {

        private final @Nullable UUID buyerId;
        private boolean counted;

        private Call(@Nullable UUID buyerId) {
            this.buyerId = buyerId;
        }

        ChargeResult charge(UUID orderId, Money amount, String token) {
            return make(() -> {
                var reply = post("/charges", orderId.toString(), new Charge(orderId, amount, token));
                if ("APPROVED".equals(reply.status()) && reply.paymentId() != null) {
                    return new ChargeResult.Approved(reply.paymentId());
                }
                if ("DECLINED".equals(reply.status())) {
                    return new ChargeResult.Declined(Objects.requireNonNullElse(reply.reason(), "DECLINED"));
                }
                throw new RestClientException("The bank returned neither APPROVED nor DECLINED for order " + orderId);
            });
        }

        void refund(UUID orderId, String paymentId, Money amount) {
            var _ = make(() -> post("/refunds", "refund:" + orderId, new Refund(orderId, paymentId, amount)));
        }

        private <T> T make(Supplier<T> request) {
            long start = breaker.getCurrentTimestamp();
            T answer;
            try {
                answer = request.get();
            } catch (RuntimeException e) {
                if (isBankFailure(e) && failures.add(buyerId, e instanceof HttpServerErrorException)) {
                    counted = true;
                    breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), e);
                }
                throw e;
            }
            counted = true;
            failures.clear();
            breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
            return answer;
        }

        /** Returns the permission if the call has no result that the breaker counts. */
        @Override
        public void close() {
            if (!counted) {
                breaker.releasePermission();
            }
        }
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
            throw new RestClientException("The bank returned an empty body for " + path);
        }
        return reply;
    }

    /** A 4xx is an answer to a bad request. Other exceptions come from this service. Both are no bank failure. */
    private static boolean isBankFailure(Throwable e) {
        return e instanceof RestClientException && !(e instanceof HttpClientErrorException);
    }
}
