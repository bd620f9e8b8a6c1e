package swapr.listing;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.BindParam;
import swapr.web.OneLine;
import swapr.web.VisibleAscii;

/**
 * The parameters of a search, and its SQL. All words of {@code q} must occur; the last one may be the beginning of a
 * longer word. Relevance ranks only the newest {@value #RANKED} hits, so that a very common word costs no more.
 */
record ListingQuery(
        @OneLine(max = 100) @MaxWords(8) @Nullable String q,
        @OneLine(max = Sneakers.BRAND) @Nullable String brand,
        @OneLine(max = 20) @Nullable String size,

        @BindParam("min_price") @DecimalMin("0") @Digits(integer = 7, fraction = 4) @Nullable
        BigDecimal minPrice,

        @BindParam("max_price") @DecimalMin("0") @Digits(integer = 7, fraction = 4) @Nullable
        BigDecimal maxPrice,

        @Pattern(regexp = Money.CODE, message = "must be a currency code, such as USD") @Nullable
        String currency,

        Listing.@Nullable Status status,

        @Pattern(
                regexp = "newest|oldest|price_asc|price_desc|relevance",
                message = "must be one of newest, oldest, price_asc, price_desc, relevance")
        @Nullable
        String sort,

        @Min(1) @Max(100) @Nullable Integer limit,
        @VisibleAscii(max = 128) @Nullable String cursor) {

    private static final int RANKED = 500;
    private static final String RANK = "cast(ts_rank(document, (select prefix_query(:q))) * 1000000 as numeric(12))";

    private Sort order() {
        String name = sort == null ? "relevance" : sort;
        return name.equals("relevance") && q == null ? Sort.NEWEST : Sort.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private boolean comparesPrices() {
        return currency != null
                || minPrice != null
                || maxPrice != null
                || order().column.equals("amount");
    }

    /** All parameters that determine the next row. A cursor is valid only for equal parameters. */
    String walk() {
        return "%s|%s|%s|%s|%s|%s|%s|%s".formatted(q, brand, size, minPrice, maxPrice, currency, status, order());
    }

    String sql() {
        return order().sql(String.join(" and ", filters()), cursor != null);
    }

    private List<String> filters() {
        List<String> filters = new ArrayList<>(List.of("title is not null", "status = :status"));
        if (q != null) {
            filters.add("document @@ (select prefix_query(:q))"); // the subselect builds the query only once
        }
        if (brand != null) {
            filters.add("folded(brand) = folded(:brand)");
        }
        if (size != null) {
            filters.add("size = :size");
        }
        if (comparesPrices()) {
            filters.add("currency = :currency");
        }
        if (minPrice != null) {
            filters.add("amount >= :min");
        }
        if (maxPrice != null) {
            filters.add("amount <= :max");
        }
        return filters;
    }

    /** A sort order. All positions are numbers, so that a cursor can hold them. */
    private enum Sort {
        NEWEST("created_at", "extract(epoch from created_at) * 1000000", "desc"),
        OLDEST("created_at", "extract(epoch from created_at) * 1000000", "asc"),
        PRICE_ASC("amount", "amount", "asc"),
        PRICE_DESC("amount", "amount", "desc"),
        RELEVANCE(RANK, RANK, "desc");

        private final String column;
        private final String position;
        private final String direction;

        Sort(String column, String position, String direction) {
            this.column = column;
            this.position = position;
            this.direction = direction;
        }

        private String sql(String filter, boolean hasCursor) {
            String afterCursor = hasCursor
                    ? "(%s, l.id) %s (%s, :after)".formatted(column, direction.equals("asc") ? ">" : "<", bound())
                    : "true";
            return """
            select l.*, coalesce(s.name, :formerMember) as seller_name, %s as position
            from %s left join sellers s on s.id = l.seller_id
            where %s
            order by %s %s, l.id %s limit :limit""".formatted(
                            position,
                            this == RELEVANCE ? newestHits(filter) : "listing_search l",
                            this == RELEVANCE ? afterCursor : filter + " and " + afterCursor,
                            column,
                            direction,
                            direction);
        }

        private String bound() {
            return column.equals("created_at")
                    ? "timestamptz 'epoch' + cast(:position as double precision) * interval '1 microsecond'"
                    : "cast(:position as numeric)";
        }

        private static String newestHits(String filter) {
            return "(select * from listing_search where %s order by created_at desc, id desc limit %d) l"
                    .formatted(filter, RANKED);
        }
    }
}
