package swapr.system;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The accounts of the fuzzed requests, and the other valid values that openapi.yaml does not contain. */
final class FuzzAccounts {

    /** The maximum number of accounts for calls that end an account or its sessions. */
    private static final int ENDED_ACCOUNTS = 40;

    private static final Set<String> ENDING = Set.of("DELETE /users/me", "DELETE /sessions", "PUT /users/me/password");
    private static final String PASSWORD = "a long enough password";

    private final ChaosContext context;
    private final String door;
    private final AtomicInteger accounts = new AtomicInteger();
    private final String email;
    private final String token;
    private final String listing;
    private final String order;
    private String endingToken = "";

    FuzzAccounts(ChaosContext context) {
        this.context = context;
        this.door = context.marketplace().url("edge");
        this.email = newAddress();
        this.token = account(email);
        this.listing = create(
                "/api/listings",
                Map.of(
                        "title",
                        "Fuzzed pair",
                        "brand",
                        "Nike",
                        "size",
                        "42",
                        "condition",
                        "NEW",
                        "price",
                        Map.of("amount", "10.00", "currency", "USD")));
        // The order is for the buyer's own listing. It is therefore canceled automatically, without a charge.
        this.order = create("/api/orders", Map.of("listing_id", listing, "payment_token", "tok_ok"));
    }

    private static String newAddress() {
        return "odd-%s@chaos.example".formatted(UUID.randomUUID());
    }

    private String account(String address) {
        var account = Map.of("name", "Stranger", "email", address, "password", PASSWORD);
        int registered =
                Http.call("POST", door + "/api/users", account, Map.of()).status();
        var session = Http.call("POST", door + "/api/sessions", account, Map.of());
        context.expect(
                session.status() == 200,
                "a new user could not register (%d) and sign in (%d)".formatted(registered, session.status()));
        return session.body().path("access_token").asString();
    }

    private String create(String path, Object body) {
        var answer = Http.call(
                "POST",
                door + path,
                body,
                Map.of(
                        "Authorization",
                        "Bearer " + token,
                        "Idempotency-Key",
                        UUID.randomUUID().toString()));
        context.expect(answer.status() < 300, "POST %s of a new user returned %d".formatted(path, answer.status()));
        return answer.body().path("id").asString();
    }

    /** Valid values that openapi.yaml does not contain. */
    synchronized String known(String what) {
        return switch (what) {
            case "id:/listings" -> listing;
            case "id:/orders" -> order;
            case "field:email" -> accounts.get() % 2 == 0 ? newAddress() : email;
            case "field:password", "field:current_password" -> PASSWORD;
            case "field:new_password" -> PASSWORD + " again";
            case "field:listing_id" -> listing;
            case "field:payment_token" -> "tok_ok";
            case "field:size" -> "42";
            default -> what.startsWith("token:") ? token(what.substring("token:".length())) : "";
        };
    }

    private String token(String call) {
        if (!ENDING.contains(call)) {
            return token;
        }
        if (endingToken.isEmpty() && accounts.getAndIncrement() < ENDED_ACCOUNTS) {
            endingToken = account(newAddress());
        }
        return endingToken;
    }

    /** A call that succeeded may have ended its account or its session. */
    synchronized void succeeded(String call) {
        if (ENDING.contains(call)) {
            endingToken = "";
        }
    }
}
