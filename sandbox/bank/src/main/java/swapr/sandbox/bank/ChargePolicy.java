package swapr.sandbox.bank;

import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import swapr.sandbox.bank.Entry.Kind;
import swapr.sandbox.bank.Entry.Money;
import swapr.sandbox.http.Answer;
import swapr.sandbox.http.Call;
import swapr.sandbox.http.Refused;

/** The rules of the bank: which charges it approves or declines, and which refunds it makes. */
final class ChargePolicy {

    private static final int SLOW_TOKEN_MS = 5_000;
    private static final int FLAKY_FAILURES = 2;

    private final Ledger ledger;
    private final Map<String, AtomicInteger> flakyAttempts = new ConcurrentHashMap<>();

    ChargePolicy(Ledger ledger) {
        this.ledger = ledger;
    }

    record Charge(
            @Nullable UUID orderId,
            @Nullable Money amount,
            @Nullable String token) {}

    record Refund(
            @Nullable UUID orderId,
            @Nullable UUID paymentId,
            @Nullable Money amount) {}

    Answer charge(Call call) {
        var key = idempotencyKey(call);
        var charge = call.read(Charge.class);
        var order = required(charge.orderId(), "order_id");
        var token = required(charge.token(), "token");
        var amount = validated(charge.amount());
        var isFlaky = token.equals("tok_flaky");
        if (isFlaky
                && flakyAttempts.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet() <= FLAKY_FAILURES) {
            throw new Refused(503, "tok_flaky fails twice for each Idempotency-Key; send the request again");
        }
        if (token.equals("tok_slow")) {
            pause(SLOW_TOKEN_MS);
        }
        var declined = switch (token) {
            case "tok_ok", "tok_slow", "tok_flaky" -> null;
            case "tok_declined" -> "CARD_DECLINED";
            default -> "UNKNOWN_TOKEN";
        };
        var type = declined == null ? Kind.CAPTURED : Kind.DECLINED;
        var request = String.valueOf(charge);
        var entry = ledger.recordOnce(
                Entry.key(type, key),
                request,
                () -> new Entry(Entry.now(), type, UUID.randomUUID(), order, amount, declined, key, request));
        return entry.type() == Kind.CAPTURED
                ? Answer.json(201, Map.of("payment_id", entry.paymentId(), "status", "APPROVED"))
                : Answer.json(402, Map.of("status", "DECLINED", "reason", String.valueOf(entry.reason())));
    }

    Answer refund(Call call) {
        var key = idempotencyKey(call);
        var refund = call.read(Refund.class);
        var order = required(refund.orderId(), "order_id");
        var payment = required(refund.paymentId(), "payment_id");
        var amount = validated(refund.amount());
        var request = String.valueOf(refund);
        var entry = ledger.recordOnce(Entry.key(Kind.REFUNDED, key), request, () -> {
            check(order, payment, amount);
            return new Entry(Entry.now(), Kind.REFUNDED, payment, order, amount, null, key, request);
        });
        return Answer.json(201, Map.of("payment_id", entry.paymentId(), "status", "REFUNDED"));
    }

    private void check(UUID order, UUID payment, Money amount) {
        var captured = ledger.payment(payment, order);
        if (captured.isEmpty()) {
            throw new Refused(409, "there is no captured payment %s of order %s".formatted(payment, order));
        }
        if (!captured.get().amount().equals(amount)) {
            throw new Refused(409, "the amount of the refund differs from the payment; refund the full amount");
        }
        if (ledger.isRefunded(payment)) {
            throw new Refused(409, "the payment was already refunded with another Idempotency-Key");
        }
    }

    private static String idempotencyKey(Call call) {
        var key = required(call.header("Idempotency-Key"), "the header Idempotency-Key");
        if (key.isBlank() || key.length() > 200) {
            throw new Refused(400, "the header Idempotency-Key must have 1 to 200 characters");
        }
        return key;
    }

    private static Money validated(@Nullable Money money) {
        var amount = required(required(money, "amount").amount(), "amount.amount");
        var currency = required(required(money, "amount").currency(), "amount.currency");
        if (!amount.matches("\\d{1,12}(\\.\\d{1,4})?") || new BigDecimal(amount).signum() <= 0) {
            throw new Refused(400, "amount.amount must be a positive decimal number in a string, such as 250.00");
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new Refused(400, "amount.currency must be an ISO 4217 code, such as USD");
        }
        return new Money(amount, currency);
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new Refused(400, name + " is missing");
        }
        return value;
    }

    static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
