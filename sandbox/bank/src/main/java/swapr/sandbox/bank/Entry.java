package swapr.sandbox.bank;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger.
 *
 * @param request the request, so that the same key with another request is detected even after a restart
 */
record Entry(
        Instant at,
        Kind type,
        UUID paymentId,
        UUID orderId,
        Money amount,
        @Nullable String reason,
        String idempotencyKey,
        String request) {

    boolean isPaymentOf(UUID payment, UUID order) {
        return type == Kind.CAPTURED && paymentId.equals(payment) && orderId.equals(order);
    }

    boolean isRefundOf(UUID payment) {
        return type == Kind.REFUNDED && paymentId.equals(payment);
    }

    enum Kind {
        CAPTURED,
        REFUNDED,
        DECLINED
    }

    record Money(@Nullable String amount, @Nullable String currency) {}

    /** The time of a new entry, in microseconds. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** The key of {@link Ledger#recordOnce}. */
    String key() {
        return key(type, idempotencyKey);
    }

    /** All texts under which the {@link LedgerIndex} finds this entry. */
    List<String> keys() {
        return switch (type) {
            case CAPTURED -> List.of(key(), capturedKey(paymentId));
            case REFUNDED -> List.of(key(), refundedKey(paymentId));
            case DECLINED -> List.of(key());
        };
    }

    static String capturedKey(UUID payment) {
        return "captured:" + payment;
    }

    static String refundedKey(UUID payment) {
        return "refunded:" + payment;
    }

    /** A charge and its refund may use the same key, because they are different requests to different paths. */
    static String key(Kind type, String idempotencyKey) {
        return (type == Kind.REFUNDED ? "refund:" : "charge:") + idempotencyKey;
    }
}
