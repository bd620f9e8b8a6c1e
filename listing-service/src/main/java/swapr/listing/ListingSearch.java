package swapr.listing;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.BindParam;

/**
 * Finds listings in the read model. Pages are cut by position, not by number: a cursor names the last row seen, so a
 * walk meets every row once, however many are listed meanwhile. Prices are compared within one currency only.
 */
@Component
class ListingSearch {

    /** What to look for. All words of {@code q} must occur, each at least as the beginning of a longer one. */
    record Query(
            @Nullable String q,
            @Nullable String brand,
            @Nullable String size,

            @BindParam("min_price") @DecimalMin("0") @Digits(integer = 7, fraction = 4) @Nullable
            BigDecimal minPrice,

            @BindParam("max_price") @DecimalMin("0") @Digits(integer = 7, fraction = 4) @Nullable
            BigDecimal maxPrice,

            @Pattern(regexp = "[A-Z]{3}", message = "must be the code of a currency, such as USD") @Nullable
            String currency,

            Listing.@Nullable Status status,

            @Pattern(
                    regexp = "newest|oldest|price_asc|price_desc|relevance",
                    message = "must be one of newest, oldest, price_asc, price_desc, relevance")
            @Nullable
            String sort,

            @Min(1) @Max(100) @Nullable Integer limit,
            @Nullable String cursor) {

        private Sort order() {
            String wanted = sort == null ? "relevance" : sort;
            return wanted.equals("relevance") && given(q) == null
                    ? Sort.NEWEST
                    : Sort.valueOf(wanted.toUpperCase(Locale.ROOT));
        }

        private boolean comparesPrices() {
            return currency != null
                    || minPrice != null
                    || maxPrice != null
                    || order().column.equals("amount");
        }

        /** Everything that decides which row comes next; a cursor belongs to one such walk. */
        String walk() {
            return "%s|%s|%s|%s|%s|%s|%s|%s".formatted(q, brand, size, minPrice, maxPrice, currency, status, order());
        }
    }

    record Page(List<ListingView> items, @Nullable String nextCursor) {}

    /** A way to sort. Positions are plain numbers, so a cursor can hold any of them. */
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

        private String sql() {
            String bound = column.equals("created_at")
                    ? "timestamptz 'epoch' + cast(:position as double precision) * interval '1 microsecond'"
                    : "cast(:position as numeric)";
            String beyond = direction.equals("asc") ? ">" : "<";
            return """
            select l.*, coalesce(s.name, :nobody) as seller_name, %s as position
            from listing_search l left join sellers s on s.id = l.seller_id
            where title is not null and status = :status
              and (cast(:q as text) is null or document @@ prefix_query(:q))
              and (cast(:brand as text) is null or lower(brand) = lower(:brand))
              and (cast(:size as text) is null or size = :size)
              and (cast(:currency as text) is null or currency = :currency)
              and (cast(:min as numeric) is null or amount >= :min)
              and (cast(:max as numeric) is null or amount <= :max)
              and (cast(:after as uuid) is null or (%s, l.id) %s (%s, :after))
            order by %s %s, l.id %s limit :limit""".formatted(position, column, beyond, bound, column, direction, direction);
        }
    }

    private static final String RANK = "cast(ts_rank(document, prefix_query(:q)) * 1000000 as numeric(12))";

    private final JdbcClient jdbc;

    ListingSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Nothing when the cursor does not belong to this query. */
    Optional<Page> find(Query query) {
        if (query.cursor() == null) {
            return Optional.of(find(query, null));
        }
        return Cursor.decode(query.cursor(), query.walk()).map(after -> find(query, after));
    }

    private Page find(Query query, @Nullable Cursor after) {
        int limit = query.limit() == null ? 20 : query.limit();
        List<Hit> hits = jdbc.sql(query.order().sql())
                .param("nobody", Sellers.FORMER_MEMBER)
                .param("status", (query.status() == null ? Listing.Status.AVAILABLE : query.status()).name())
                .param("q", given(query.q()))
                .param("brand", given(query.brand()))
                .param("size", given(query.size()))
                .param("currency", query.comparesPrices() && query.currency() == null ? "USD" : query.currency())
                .param("min", query.minPrice())
                .param("max", query.maxPrice())
                .param("position", after == null ? null : after.position())
                .param("after", after == null ? null : after.id())
                .param("limit", limit + 1)
                .query(ListingSearch::hit)
                .list();
        boolean more = hits.size() > limit;
        List<Hit> page = more ? hits.subList(0, limit) : hits;
        return new Page(
                page.stream().map(Hit::listing).toList(),
                more ? page.getLast().cursor().encode(query.walk()) : null);
    }

    private record Hit(ListingView listing, Cursor cursor) {}

    private static Hit hit(ResultSet row, int number) throws SQLException {
        var listing = ListingView.of(row);
        return new Hit(listing, new Cursor(row.getBigDecimal("position").stripTrailingZeros(), listing.id()));
    }

    /** Blank counts as left out; a null character, which PostgreSQL cannot read, as a space. */
    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.replace('\0', ' ').strip();
    }
}
