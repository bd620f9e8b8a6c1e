package swapr.listing;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.web.BoundedReads;

/**
 * Counts the hits of a search by brand, size and condition, in one statement. Each count ignores the filter on its own
 * field. So the counts show what another choice in the same field would find.
 */
@Component
class ListingFacets {

    /**
     * @param total the hits of the search with all filters
     * @param brands the most frequent brands, at most 50; {@code sizes} is the same for sizes
     * @param price absent if no hit has a price in the compared currency
     */
    record Facets(
            long total,
            List<Count> brands,
            List<Count> sizes,
            List<Count> conditions,
            @Nullable PriceRange price) {}

    record Count(String value, long count) {}

    /** The lowest and the highest price. The filter on the price is ignored. */
    record PriceRange(String min, String max, String currency) {}

    private record Row(String facet, @Nullable String value, long count) {
        Count toCount() {
            return new Count(String.valueOf(value), count);
        }
    }

    private static final int MAX_VALUES = 50;

    private final JdbcClient jdbc;
    private final BoundedReads reads;

    ListingFacets(JdbcClient jdbc, BoundedReads reads) {
        this.jdbc = jdbc;
        this.reads = reads;
    }

    Facets of(ListingFilter filter) {
        List<Row> rows = reads.read(() -> jdbc.sql(sql(filter))
                .params(filter.parameters())
                .param("values", MAX_VALUES)
                .query((row, number) -> new Row(row.getString("facet"), row.getString("value"), row.getLong("count")))
                .list());
        return new Facets(
                counts(rows, "total").getFirst().count(),
                counts(rows, "brand"),
                counts(rows, "size"),
                counts(rows, "condition"),
                price(rows, filter.comparedCurrency()));
    }

    static String sql(ListingFilter filter) {
        return """
            with found as (
              select brand, size, condition, amount, currency, %s as brand_fits, %s as size_fits,
                     %s as condition_fits, %s as price_fits
              from %s l where %s)
            select 'total' as facet, null as value, count(*) as count
              from found where brand_fits and size_fits and condition_fits and price_fits
            union all
            (select 'brand', min(brand), count(*) from found where size_fits and condition_fits and price_fits
             group by folded(brand) order by count(*) desc, min(brand) limit :values)
            union all
            (select 'size', size, count(*) from found where brand_fits and condition_fits and price_fits
             group by size order by count(*) desc, size limit :values)
            union all
            (select 'condition', condition, count(*) from found where brand_fits and size_fits and price_fits
             group by condition order by count(*) desc, condition)
            union all
            select bound, amount::text, 1 from (
              select min(amount) as lowest, max(amount) as highest from found
              where brand_fits and size_fits and condition_fits and currency = :currency) prices
            cross join lateral (values ('min', lowest), ('max', highest)) bounds (bound, amount)
            where amount is not null""".formatted(
                        filter.onBrand(),
                        filter.onSize(),
                        filter.onCondition(),
                        filter.onPrice(),
                        filter.boundedRows(),
                        filter.shared());
    }

    private static List<Count> counts(List<Row> rows, String facet) {
        return rows.stream().filter(of(facet)).map(Row::toCount).toList();
    }

    private static @Nullable PriceRange price(List<Row> rows, String currency) {
        return rows.stream().noneMatch(of("min"))
                ? null
                : new PriceRange(amount(rows, "min", currency), amount(rows, "max", currency), currency);
    }

    private static String amount(List<Row> rows, String bound, String currency) {
        var value = new BigDecimal(counts(rows, bound).getFirst().value());
        return Money.of(value, currency).amount();
    }

    private static Predicate<Row> of(String facet) {
        return row -> row.facet().equals(facet);
    }
}
