package swapr.workshop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import swapr.local.LocalMarketplace;
import swapr.system.DatabaseSessions;

/** A fault of the database for marked rows of one table. It is a trigger, and {@link #close} removes it. */
final class RowFault implements AutoCloseable {

    private static final Duration UNTIL_CLOSED = Duration.ofDays(1);

    /** The effect of a fault on the transaction that writes a marked row. */
    enum Effect {
        REFUSE("raise exception 'The check refuses this row'"),
        DELAY("perform pg_sleep(3)"),
        SHORT_DELAY("perform pg_sleep(1)"),
        BRIEF_DELAY("perform pg_sleep(0.2)"),
        /** For a row of {@code purchase.orders}. */
        SHORTEN_DEADLINE("new.deadline := clock_timestamp() + interval '8 s'"),
        /** The pause gives the session the time to end. */
        CUT_SESSION("perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1)");

        private final String sql;

        Effect(String sql) {
            this.sql = sql;
        }
    }

    private final LocalMarketplace marketplace;
    private final String name = "fault_" + UUID.randomUUID().toString().replace("-", "");

    private RowFault(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
    }

    /**
     * The fault happens when a marked row is written.
     *
     * @param time how long, beginning with the first marked row
     * @param table with its schema
     * @param marked an SQL condition for the row {@code new}
     */
    static RowFault atWrite(Shop shop, Effect effect, Duration time, String table, String marked) {
        return atWrite(shop.marketplace(), effect, time, table, marked);
    }

    private static RowFault atWrite(
            LocalMarketplace marketplace, Effect effect, Duration time, String table, String marked) {
        var fault = new RowFault(marketplace);
        fault.create(effect, time, """
                create trigger %s before insert or update on %s for each row when (%s)
                execute function workshop.%s()""".formatted(fault.name, table, marked, fault.name));
        return fault;
    }

    /** The same, until it is closed. */
    static RowFault atWrite(Shop shop, Effect effect, String table, String marked) {
        return atWrite(shop, effect, UNTIL_CLOSED, table, marked);
    }

    /** The same, until {@link #removeAll}, also after the end of this process. Does nothing if there is a fault. */
    static void untilRemoved(LocalMarketplace marketplace, Effect effect, String table, String marked) {
        var faults = "select count(*) from pg_proc where pronamespace = to_regnamespace('workshop')";
        if (new DatabaseSessions(marketplace).count(faults) == 0) {
            var _ = atWrite(marketplace, effect, UNTIL_CLOSED, table, marked);
        }
    }

    /** Removes the faults of all tables. */
    static void removeAll(LocalMarketplace marketplace) {
        new RowFault(marketplace).execute("drop schema if exists workshop cascade");
    }

    /** The fault happens when a transaction that has inserted a marked row commits. */
    static RowFault atCommit(Shop shop, Effect effect, String table, String marked) {
        var fault = new RowFault(shop.marketplace());
        fault.create(effect, UNTIL_CLOSED, """
                create constraint trigger %s after insert on %s deferrable initially deferred for each row when (%s)
                execute function workshop.%s()""".formatted(fault.name, table, marked, fault.name));
        return fault;
    }

    /** The sequence keeps the time of the first marked row. A rollback does not change a sequence. */
    private void create(Effect effect, Duration time, String trigger) {
        execute("""
                create schema if not exists workshop;
                create sequence workshop.%1$s minvalue 0;
                create function workshop.%1$s() returns trigger language plpgsql security definer as $$
                declare now_ms bigint := extract(epoch from clock_timestamp()) * 1000;
                begin
                  if not (select is_called from workshop.%1$s) then
                    perform setval('workshop.%1$s', now_ms);
                  end if;
                  if now_ms < (select last_value from workshop.%1$s) + %2$d then
                    %3$s;
                  end if;
                  return new;
                end $$;
                %4$s""".formatted(name, time.toMillis(), effect.sql, trigger));
    }

    /** Returns whether a transaction of this service waits in a fault with {@link Effect#DELAY}. */
    static boolean delays(DatabaseSessions database, String service) {
        return database.count("""
                select count(*) from pg_stat_activity
                where usename = '%s_service' and wait_event = 'PgSleep'""".formatted(service)) > 0;
    }

    private void execute(String sql) {
        try (var database = DatabaseSessions.connect(marketplace);
                var statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        execute("drop function workshop.%1$s() cascade; drop sequence workshop.%1$s".formatted(name));
    }
}
