package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cost of a search does not grow with the number of sold pairs. The cost is the number of pages of 8 KB that
 * PostgreSQL reads, so the test does not depend on the speed of the machine.
 */
class SearchCostTest extends ListingServiceTest {

    private static final int AVAILABLE = 50;
    private static final int FEW = 24_000;
    private static final int MANY = 72_000;
    /** The pairs of other tests. The additional sales of this test fill 3,700 pages. */
    private static final long OTHER_PAGES = 400;

    @Autowired
    private Flyway flyway;

    private final String brand = "Brand" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void deletePairs() {
        jdbc.sql("delete from listing_search where brand = ?").param(brand).update();
    }

    @Test
    void aSearchReadsTheSamePagesAfterThreeTimesAsManySales() {
        List<ListingFilter> filters = List.of(
                filter("pair", null, null),
                filter(null, brand, null),
                filter("pair", brand, null),
                filter(null, null, Listing.Status.SOLD),
                filter("pair", null, Listing.Status.SOLD),
                filter("absent", brand, Listing.Status.SOLD));
        insert("AVAILABLE", 1, AVAILABLE);
        insert("SOLD", 1, FEW);
        List<Long> pages = costs(filters, this::pagesOfSearch);
        List<Long> pagesOfFacets = costs(filters, this::pagesOfFacets);
        insert("SOLD", FEW + 1, MANY);

        assertNoGrowth(pages, costs(filters, this::pagesOfSearch), filters);
        assertNoGrowth(pagesOfFacets, costs(filters, this::pagesOfFacets), filters);
    }

    private static void assertNoGrowth(List<Long> before, List<Long> after, List<ListingFilter> filters) {
        for (int n = 0; n < filters.size(); n++) {
            assertThat(after.get(n)).as("pages for " + filters.get(n)).isLessThan(before.get(n) * 6 / 5 + OTHER_PAGES);
        }
    }

    private List<Long> costs(List<ListingFilter> filters, ToLongFunction<ListingFilter> pages) {
        owner().sql("vacuum analyze listing_search").update();
        return filters.stream().map(pages::applyAsLong).toList();
    }

    /** The service may not analyze its tables. */
    private JdbcClient owner() {
        return JdbcClient.create(flyway.getConfiguration().getDataSource());
    }

    private long pagesOfSearch(ListingFilter filter) {
        return pages(new ListingQuery(null, 20, null).sql(filter), filter);
    }

    private long pagesOfFacets(ListingFilter filter) {
        return pages(ListingFacets.sql(filter), filter);
    }

    private long pages(String sql, ListingFilter filter) {
        String plan = jdbc.sql("explain (analyze, buffers, format json) " + sql)
                .params(filter.parameters())
                .param("formerMember", Sellers.FORMER_MEMBER)
                .param("limit", 21)
                .param("values", 50)
                .query(String.class)
                .single();
        var root = JsonMapper.shared().readTree(plan).path(0).path("Plan");
        return root.path("Shared Hit Blocks").asLong()
                + root.path("Shared Read Blocks").asLong();
    }

    private void insert(String status, int first, int last) {
        jdbc.sql("""
                insert into listing_search (id, version, status, price_version, amount, currency, seller_id, title,
                                            brand, size, condition, description, created_at)
                select gen_random_uuid(), 1, :status, 1, 100 + n % 90, 'USD', gen_random_uuid(), 'pair ' || n,
                  :brand, '9', 'NEW', 'worn once', timestamptz '2020-01-01' + n * interval '1 second'
                from generate_series(:first, :last) n""")
                .param("status", status)
                .param("brand", brand)
                .param("first", first)
                .param("last", last)
                .update();
    }

    private static ListingFilter filter(@Nullable String q, @Nullable String brand, Listing.@Nullable Status status) {
        return new ListingFilter(q, brand, null, null, null, null, null, status, null);
    }
}
