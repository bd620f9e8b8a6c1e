package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.MissingNode;

/** The sellers and buyers of one load. They are few, because registrations are limited and each hashes a password. */
final class LoadAccounts {

    /** A buyer may have 50 open orders. With this number of buyers, 2,000 orders can be open. */
    private static final int MOST_BUYERS = 40;

    private static final int ORDERS_PER_BUYER = 50;
    private static final int SELLERS = 2;
    private static final Duration TOKEN_AGE = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A later attempt may succeed: no response, or a rate limit, or a busy or unavailable service. */
    private static final Set<Integer> RETRYABLE = Set.of(0, 429, 502, 503, 504);

    private final String door;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<Account> sellers = new ArrayList<>();
    private final List<Account> buyers = new ArrayList<>();

    /** Registers and signs in all accounts for this number of orders. */
    LoadAccounts(String door, int orders) {
        this.door = door;
        for (var i = 0; i < SELLERS; i++) {
            sellers.add(new Account("seller-" + i));
        }
        int wanted = Math.clamp(orders / ORDERS_PER_BUYER + 1L, 2, MOST_BUYERS);
        for (var i = 0; i < wanted; i++) {
            buyers.add(new Account("buyer-" + i));
        }
    }

    Account seller(int order) {
        return sellers.get(order % sellers.size());
    }

    Account buyer(int order) {
        return buyers.get(order % buyers.size());
    }

    /** One account with a valid token. */
    final class Account {

        private final Map<String, String> credentials;
        private String token = "";
        private long signedIn;

        private Account(String name) {
            credentials = Map.of(
                    "name", name,
                    "email", "%s-%s@load.example".formatted(name, run),
                    "password", UUID.randomUUID().toString());
            insist("/api/users", Set.of(201, 409)); // 409: the first attempt had succeeded
            signIn();
        }

        /** A token that is valid for at least five more minutes. */
        synchronized String token() {
            if (System.nanoTime() - signedIn > TOKEN_AGE.toNanos()) {
                signIn();
            }
            return token;
        }

        private void signIn() {
            token = insist("/api/sessions", Set.of(200))
                    .body()
                    .path("access_token")
                    .asString();
            signedIn = System.nanoTime();
        }

        private Http.Answer insist(String path, Set<Integer> expected) {
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                var answer = answer(path);
                if (expected.contains(answer.status())) {
                    return answer;
                }
                if (!RETRYABLE.contains(answer.status()) || System.nanoTime() > until) {
                    throw new IllegalStateException(
                            "POST %s returned %d: %s".formatted(path, answer.status(), answer.body()));
                }
                Waiting.pause(Duration.ofMillis(500));
            }
        }

        private Http.Answer answer(String path) {
            try {
                return Http.call("POST", door + path, credentials, Map.of());
            } catch (UncheckedIOException e) {
                return new Http.Answer(0, MissingNode.getInstance());
            }
        }
    }
}
