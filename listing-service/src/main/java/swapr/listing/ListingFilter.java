package swapr.listing;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.BindParam;
import swapr.web.OneLine;

/**
 * The filters of a search, as conditions in SQL. All words of {@code q} must occur; the last one may be the beginning
 * of a longer word. Without a status, a search finds AVAILABLE listings, and a search for one seller finds all.
 *
 * <p>The number of available listings depends on the sellers. The number of the others grows with each sale. So a
 * search with other filters covers only the newest {@value #NEWEST} of them.
 */
record ListingFilter(
        @OneLine(max = 100) @MaxWords(8) @Nullable String q,
        @OneLine(max = Sneakers.BRAND) @Nullable String brand,
        @OneLine(max = 20) @Nullable String size,
        Sneakers.@Nullable Condition condition,

        @BindParam("min_price") @DecimalMin("0") @Digits(integer = 7, fraction = 4) @Nullable
        BigDecimal minPrice,

        @BindParam("max_price") @DecimalMin("0") @Digits(integer = 7, fraction = 4) @Nullable
        BigDecimal maxPrice,

        @Pattern(regexp = Money.CODE, message = "must be a currency code, such as USD") @Nullable
        String currency,

        Listing.@Nullable Status status,
        @Nullable UUID seller) {

    static final String IN_CURRENCY = "currency = :currency";
    private static final String ALL = "true";
    private static final int NEWEST = 10_000;

    /** The rows of a page. Without other filters, an index has the rows of a status in the order of the page. */
    String rows() {
        boolean onlyStatus = Stream.of(q, brand, size, condition, minPrice, maxPrice, currency, seller)
                .allMatch(Objects::isNull);
        return onlyStatus ? "listing_search" : boundedRows();
    }

    /** The rows for a count. */
    String boundedRows() {
        return effectiveStatus() == Listing.Status.AVAILABLE
                ? "listing_search"
                : "(select * from listing_search where %s order by created_at desc, id desc limit %d)"
                        .formatted(owned(), NEWEST);
    }

    String sql() {
        return String.join(" and ", List.of(shared(), onBrand(), onSize(), onCondition(), onPrice()));
    }

    /** The conditions that have no facet. */
    String shared() {
        // The subselect builds the query only once.
        return owned() + (q == null ? "" : " and document @@ (select prefix_query(:q))");
    }

    /** A literal status, because PostgreSQL uses a partial index only for a status that it knows. */
    private String owned() {
        Listing.Status wanted = effectiveStatus();
        return "title is not null"
                + (wanted == null ? "" : " and status = '" + wanted + "'")
                + (seller == null ? "" : " and seller_id = :seller");
    }

    String onBrand() {
        return brand == null ? ALL : "folded(brand) = folded(:brand)";
    }

    String onSize() {
        return size == null ? ALL : "size = :size";
    }

    String onCondition() {
        return condition == null ? ALL : "condition = :condition";
    }

    /** Prices are compared within one currency only. */
    String onPrice() {
        return currency == null && minPrice == null && maxPrice == null
                ? ALL
                : IN_CURRENCY
                        + (minPrice == null ? "" : " and amount >= :min")
                        + (maxPrice == null ? "" : " and amount <= :max");
    }

    Map<String, @Nullable Object> parameters() {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("q", q);
        parameters.put("brand", brand);
        parameters.put("size", size);
        parameters.put("condition", condition == null ? null : condition.name());
        parameters.put("min", minPrice);
        parameters.put("max", maxPrice);
        parameters.put("currency", comparedCurrency());
        parameters.put("seller", seller);
        return parameters;
    }

    /** The currency in which prices are compared. */
    String comparedCurrency() {
        return currency == null ? "USD" : currency;
    }

    private Listing.@Nullable Status effectiveStatus() {
        return status == null && seller == null ? Listing.Status.AVAILABLE : status;
    }
}
