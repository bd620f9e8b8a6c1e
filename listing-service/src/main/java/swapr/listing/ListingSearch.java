package swapr.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.web.BoundedReads;

/**
 * Finds listings in the read model. A cursor holds the position of the last row, not a page number. A client that
 * follows the cursors gets each row once, even if listings are created meanwhile. Prices are compared within one
 * currency only.
 */
@Component
class ListingSearch {

    record Page(List<ListingResponse> items, @Nullable String nextCursor) {}

    private final JdbcClient jdbc;
    private final BoundedReads reads;

    ListingSearch(JdbcClient jdbc, BoundedReads reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    /** Empty if the cursor does not belong to this search. */
    Optional<Page> find(ListingFilter filter, ListingQuery query) {
        if (query.cursor() == null) {
            return Optional.of(find(filter, query, null));
        }
        return Cursor.decode(query.cursor(), query.walk(filter)).map(after -> find(filter, query, after));
    }

    private Page find(ListingFilter filter, ListingQuery query, @Nullable Cursor after) {
        int limit = query.limit() == null ? 20 : query.limit();
        List<Hit> hits = reads.read(() -> hits(filter, query, after, limit + 1));
        boolean more = hits.size() > limit;
        List<Hit> page = more ? hits.subList(0, limit) : hits;
        return new Page(
                page.stream().map(Hit::listing).toList(),
                more ? page.getLast().cursor().encode(query.walk(filter)) : null);
    }

    private List<Hit> hits(ListingFilter filter, ListingQuery query, @Nullable Cursor after, int limit) {
        return jdbc.sql(query.sql(filter))
                .params(filter.parameters())
                .param("formerMember", Sellers.FORMER_MEMBER)
                .param("position", after == null ? null : after.position())
                .param("after", after == null ? null : after.id())
                .param("limit", limit)
                .query(ListingSearch::hit)
                .list();
    }

    private record Hit(ListingResponse listing, Cursor cursor) {}

    private static Hit hit(ResultSet row, int number) throws SQLException {
        var listing = ListingResponse.of(row);
        return new Hit(listing, new Cursor(row.getBigDecimal("position").stripTrailingZeros(), listing.id()));
    }
}
