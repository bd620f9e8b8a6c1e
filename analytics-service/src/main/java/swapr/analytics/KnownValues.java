package swapr.analytics;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the contract that have a count of their own. Any other text counts as {@value #UNKNOWN}, so records with
 * random texts do not add rows to the counts.
 */
final class KnownValues {

    static final String UNKNOWN = "UNKNOWN";

    /** The conditions in ListingSold. */
    static final Set<String> CONDITIONS = Set.of("NEW", "LIKE_NEW", "USED", "VINTAGE");

    /** The reasons in OrderCancelled. */
    static final Set<String> REASONS = Set.of(
            "LISTING_NOT_FOUND", "NOT_AVAILABLE", "OWN_LISTING", "PAYMENT_DECLINED", "TIMED_OUT", "CANCELLED_BY_BUYER");

    private KnownValues() {}

    /** @param condition null in events without a condition */
    static String condition(@Nullable String condition) {
        return condition != null && CONDITIONS.contains(condition) ? condition : UNKNOWN;
    }

    static String reason(String reason) {
        return REASONS.contains(reason) ? reason : UNKNOWN;
    }
}
