package swapr.messaging;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The right of one instance to send the rows of an outbox. It is a lock on a row of the service's schema, in the
 * transaction that reads and deletes. So a leader that ends, stalls or loses its connection loses the lock, too
 * (docs/decisions/0015).
 */
final class Leadership {

    private final JdbcTemplate jdbc;
    private final String outbox;
    private final StandbyMonitor standby;

    /** @param outbox the name of the table */
    Leadership(JdbcTemplate jdbc, String outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.standby = new StandbyMonitor(outbox);
    }

    StandbyMonitor standby() {
        return standby;
    }

    /**
     * True if a row is unsent and this instance leads until the end of the transaction. It takes no lock if no row is
     * unsent, because a row lock is a write, and an idle relay runs this query twice a second.
     */
    boolean take() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                """
                select o.oldest, l.outbox is not null as leads from (select min(position) as oldest from %s) o
                left join lateral (select outbox from relay_leadership where outbox = ? and o.oldest is not null
                                   for update skip locked) l on true""".formatted(outbox),
                (row, n) -> {
                    Long oldest = row.getObject("oldest", Long.class);
                    boolean leads = oldest != null && row.getBoolean("leads");
                    if (oldest == null || leads) {
                        standby.over();
                    } else {
                        standby.note(oldest);
                    }
                    return leads;
                },
                outbox));
    }
}
