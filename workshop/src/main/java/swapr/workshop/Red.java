package swapr.workshop;

import swapr.system.Http;
import tools.jackson.databind.JsonNode;

/** A step failed: the marketplace does something that a customer would complain about. */
final class Red extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String done;
    private final String seen;
    private final String look;

    private Red(String customer, String done, String seen, String look) {
        super(customer);
        this.done = done;
        this.seen = seen;
        this.look = look;
    }

    /** Throws if the expectation is false. */
    static void unless(boolean expected, String customer, String done, String seen, String look) {
        if (!expected) {
            throw new Red(customer, done, seen, look);
        }
    }

    /** Throws if a customer got another status than usual. Returns the body of the answer. */
    static JsonNode unlessStatus(int usual, Http.Answer answer) {
        unless(
                answer.status() == usual,
                "A customer gets an error from the marketplace",
                "a request that is usually answered with " + usual,
                "status %d: %s".formatted(answer.status(), answer.body()),
                "./swapr logs listing, or purchase");
        return answer.body();
    }

    /** The sentence of the customer. */
    String customer() {
        return String.valueOf(getMessage());
    }

    /** The actions of the check. */
    String done() {
        return done;
    }

    /** The facts that the check has seen from outside. */
    String seen() {
        return seen;
    }

    /** A command that shows more. */
    String look() {
        return look;
    }
}
