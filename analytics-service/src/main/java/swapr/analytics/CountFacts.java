package swapr.analytics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Adds the new facts to the counts, once a second. One statement deletes the uncounted facts and increments their
 * counts, so a fact is always in exactly one of the two tables.
 *
 * <p>Several instances may count at the same time. Each skips the rows that another one has locked, and all of them
 * update the counts in the same order, so they do not deadlock.
 */
@Component
class CountFacts {

    private static final Logger log = LoggerFactory.getLogger(CountFacts.class);
    private static final int BATCH = 10_000;

    private final JdbcClient jdbc;

    CountFacts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Scheduled(fixedDelay = 1000)
    void countNew() {
        try {
            int counted;
            do {
                counted = count();
            } while (counted == BATCH);
        } catch (RuntimeException e) { // the database does not answer, or a rebuild has locked the tables
            log.warn("New facts could not be counted; they are counted later: {}", e.getMessage());
        }
    }

    /** Counts the oldest facts, at most {@value #BATCH}. Returns their number. */
    private int count() {
        return jdbc.sql("""
                with taken as (
                  delete from uncounted_facts where position = any (array (
                    select position from uncounted_facts order by position limit :batch for update skip locked))
                  returning fact, week, reason, currency, condition, amount),
                counted as (
                  insert into fact_counts as c (fact, week, reason, currency, condition, count, amount)
                  select fact, week, reason, currency, condition, count(*), sum(amount) from taken
                  group by fact, week, reason, currency, condition
                  order by fact, week, reason, currency, condition
                  on conflict (fact, week, reason, currency, condition) do update
                    set count = c.count + excluded.count, amount = c.amount + excluded.amount)
                select count(*) from taken""").param("batch", BATCH).query(Integer.class).single();
    }
}
