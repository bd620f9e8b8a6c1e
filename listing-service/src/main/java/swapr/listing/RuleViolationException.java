package swapr.listing;

import java.util.UUID;

/** The request breaks a rule of the listing. The listing has not changed. */
final class RuleViolationException extends RuntimeException {
    private static final long serialVersionUID = 1;
    final Rule rule;

    enum Rule {
        NOT_YOURS,
        NOT_AVAILABLE,
        NOT_LOWER
    }

    private RuleViolationException(Rule rule, String message) {
        super(message);
        this.rule = rule;
    }

    static void requireSeller(UUID person, UUID seller) {
        if (!person.equals(seller)) {
            throw new RuleViolationException(Rule.NOT_YOURS, "Only the seller may change this listing.");
        }
    }

    static void requireAvailable(Listing.Status status) {
        if (status != Listing.Status.AVAILABLE) {
            throw new RuleViolationException(
                    Rule.NOT_AVAILABLE, "The listing is " + status + ". Only an AVAILABLE listing can change.");
        }
    }

    static void requireLower(Money price, Money old) {
        if (!price.isLowerThan(old)) {
            throw new RuleViolationException(
                    Rule.NOT_LOWER, "must be lower than " + old.amount() + " " + old.currency());
        }
    }
}
