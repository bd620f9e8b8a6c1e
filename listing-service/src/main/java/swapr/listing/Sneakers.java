package swapr.listing;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.jspecify.annotations.Nullable;

/** The item for sale, as its seller describes it. It never changes after the listing was created. */
@Embeddable
record Sneakers(
        String title,
        String brand,
        String size,
        @Enumerated(EnumType.STRING) Condition condition,
        @Nullable String description) {

    /** The maximum length of a title, in characters. */
    static final int TITLE = 120;

    /** The maximum length of a brand, in characters. */
    static final int BRAND = 60;

    enum Condition {
        NEW,
        LIKE_NEW,
        USED,
        VINTAGE
    }
}
