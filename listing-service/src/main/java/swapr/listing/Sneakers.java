package swapr.listing;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.jspecify.annotations.Nullable;

/** What is being sold, as its seller describes it; it never changes once listed. */
@Embeddable
record Sneakers(
        String title,
        String brand,
        String size,
        @Enumerated(EnumType.STRING) Condition condition,
        @Nullable String description) {

    /** The most characters of a title, and of a brand. */
    static final int TITLE = 120;

    static final int BRAND = 60;

    enum Condition {
        NEW,
        LIKE_NEW,
        USED,
        VINTAGE
    }
}
