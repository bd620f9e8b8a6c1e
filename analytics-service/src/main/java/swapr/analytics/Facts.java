package swapr.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;

/**
 * Stores facts and reads their counts.
 *
 * <p>A reaction only inserts; it updates no counter. Two instances that update the same counters wait for each other's
 * commits, and deadlock if they update them in different orders. A row that is changed 500 times in one transaction
 * also gets slower each time. Inserts do not conflict. docs/decisions/0007 has the measurements.
 *
 * <p>{@link CountFacts} adds new facts to the counts. A query reads the counts and the facts that are not counted yet,
 * so it sees each fact as soon as it is stored. Its time does not depend on the number of facts (docs/decisions/0024).
 */
@Component
class Facts {

    /** The listing events of one week. */
    record ListingWeek(String week, long created, long priceReductions, long sold) {}

    /** The sales of one week in one currency. Without a week: all sales in that currency. */
    record Sales(@Nullable String week, Currency currency, long count, Money total) {}

    /** The number of orders that reached a step. Only cancellations have a reason. */
    record Step(Fact fact, @Nullable String reason, long count) {}

    /** The counts and the uncounted facts, as one table. One statement reads both in one snapshot. */
    private static final String COUNTED = """
            (select fact, week, reason, currency, condition, count, amount from fact_counts
             union all
             select fact, week, reason, currency, condition, 1, amount from uncounted_facts) counted
            """;

    private final JdbcClient jdbc;

    Facts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void note(Fact fact, Envelope<?> event) {
        note(fact, event, null, null, null);
    }

    void noteSold(Envelope<?> event, @Nullable String condition) {
        note(Fact.LISTING_SOLD, event, null, null, KnownValues.condition(condition));
    }

    void noteCancelled(Envelope<?> event, String reason) {
        note(Fact.ORDER_CANCELLED, event, KnownValues.reason(reason), null, null);
    }

    void noteConfirmed(Envelope<?> event, Money price) {
        note(Fact.ORDER_CONFIRMED, event, null, price, null);
    }

    private void note(
            Fact fact, Envelope<?> event, @Nullable String reason, @Nullable Money price, @Nullable String condition) {
        jdbc.sql("""
                with noted as (
                  insert into facts (event_id, fact, week, reason, amount, currency, condition)
                  values (:eventId, :fact, :week, :reason, :amount, :currency, :condition)
                  on conflict do nothing returning fact, week, reason, amount, currency, condition)
                insert into uncounted_facts (fact, week, reason, amount, currency, condition) select * from noted""")
                .param("eventId", event.factId())
                .param("fact", fact.name())
                .param("week", IsoWeek.of(event.timestamp()))
                .param("reason", reason, Types.VARCHAR)
                .param("amount", price == null ? null : price.amount(), Types.NUMERIC)
                .param("currency", price == null ? null : price.currency().getCurrencyCode(), Types.VARCHAR)
                .param("condition", condition, Types.VARCHAR)
                .update();
    }

    /** The weeks with at least one listing event, oldest first. */
    List<ListingWeek> listingWeeks() {
        return jdbc.sql("""
                select week,
                       coalesce(sum(count) filter (where fact = 'LISTING_CREATED'), 0) as created,
                       coalesce(sum(count) filter (where fact = 'PRICE_REDUCED'), 0) as price_reductions,
                       coalesce(sum(count) filter (where fact = 'LISTING_SOLD'), 0) as sold
                from\s""" + COUNTED + """
                where fact in ('LISTING_CREATED', 'PRICE_REDUCED', 'LISTING_SOLD')
                group by week order by week""")
                .query((row, number) -> new ListingWeek(
                        row.getString("week"),
                        row.getLong("created"),
                        row.getLong("price_reductions"),
                        row.getLong("sold")))
                .list();
    }

    /** Sales by week and currency. */
    List<Sales> salesByWeek() {
        return jdbc.sql("""
                select week, currency, sum(count) as count, sum(amount) from\s""" + COUNTED + """
                where fact = 'ORDER_CONFIRMED' group by week, currency order by week, currency""")
                .query((row, number) -> sales(row.getString("week"), row))
                .list();
    }

    /** Sales by currency. Refunds do not reduce them, because only a canceled order is refunded. */
    List<Sales> sales() {
        return jdbc.sql("""
                select currency, sum(count) as count, sum(amount) from\s""" + COUNTED + """
                where fact = 'ORDER_CONFIRMED' group by currency order by currency
                """)
                .query((row, number) -> sales(null, row))
                .list();
    }

    List<Step> orderSteps() {
        return jdbc.sql("""
                select fact, reason, sum(count) as count from\s""" + COUNTED + """
                where fact in ('ORDER_PLACED', 'ORDER_RESERVED', 'ORDER_PAID', 'ORDER_CONFIRMED', 'ORDER_CANCELLED')
                group by fact, reason order by fact, reason""")
                .query((row, number) ->
                        new Step(Fact.valueOf(row.getString("fact")), row.getString("reason"), row.getLong("count")))
                .list();
    }

    /** Sold pairs by condition. {@code UNKNOWN} counts the events with no condition or one outside the contract. */
    Map<String, Long> soldByCondition() {
        Map<String, Long> sold = new TreeMap<>();
        jdbc.sql("""
                select coalesce(condition, 'UNKNOWN') as condition, sum(count) as count from\s""" + COUNTED + """
                where fact = 'LISTING_SOLD' group by 1""").query(row -> {
            sold.put(row.getString("condition"), row.getLong("count"));
        });
        return sold;
    }

    private static Sales sales(@Nullable String week, ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        return new Sales(week, currency, row.getLong("count"), new Money(row.getBigDecimal("sum"), currency));
    }
}
