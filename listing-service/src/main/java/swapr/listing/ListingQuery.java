package swapr.listing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import swapr.web.VisibleAscii;

/**
 * The order and the page of a search, and its SQL. Relevance ranks only the newest {@value #RANKED} hits, so that a
 * very common word costs no more.
 */
record ListingQuery(
        @Pattern(
                regexp = "newest|oldest|price_asc|price_desc|relevance",
                message = "must be one of newest, oldest, price_asc, price_desc, relevance")
        @Nullable
        String sort,

        @Min(1) @Max(100) @Nullable Integer limit,
        @VisibleAscii(max = 128) @Nullable String cursor) {

    private static final int RANKED = 500;
    private static final String RANK = "cast(ts_rank(document, (select prefix_query(:q))) * 1000000 as numeric(12))";

    private Sort order(ListingFilter filter) {
        String name = sort == null ? "relevance" : sort;
        return name.equals("relevance") && filter.q() == null
                ? Sort.NEWEST
                : Sort.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** All parameters that determine the next row. A cursor is valid only for equal parameters. */
    String walk(ListingFilter filter) {
        return filter + "|" + order(filter);
    }

    String sql(ListingFilter filter) {
        return order(filter).sql(filter.rows(), filter.sql(), cursor != null);
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

        private String sql(String rows, String filters, boolean hasCursor) {
            String filter = column.equals("amount") ? filters + " and " + ListingFilter.IN_CURRENCY : filters;
            String afterCursor = hasCursor
                    ? "(%s, l.id) %s (%s, :after)".formatted(column, direction.equals("asc") ? ">" : "<", bound())
                    : "true";
            return """
            select l.*, coalesce(s.name, :formerMember) as seller_name, %s as position
            from %s left join sellers s on s.id = l.seller_id
            where %s
            order by %s %s, l.id %s limit :limit""".formatted(
                            position,
                            this == RELEVANCE ? newestHits(rows, filter) : rows + " l",
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

        private static String newestHits(String rows, String filter) {
            return "(select * from %s l where %s order by created_at desc, id desc limit %d) l"
                    .formatted(rows, filter, RANKED);
        }
    }
}
