package swapr.messaging;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The dead letters that are not on their topics yet. Each topic is its own lane: a refused record stops no other topic.
 */
record DeadLetterOutbox(JdbcTemplate jdbc) implements Outbox {

    private static final String OLDEST = """
            select o.position, d.* from dead_letter_outbox o join dead_letters d on d.id = o.dead_letter
            order by o.position limit ?""";

    @Override
    public String relay() {
        return "dead-letter-relay";
    }

    @Override
    public String table() {
        return "dead_letter_outbox";
    }

    /** A dead letter may have 1 MiB, and three copies of it are in memory while it is read and sent. */
    @Override
    public int batch() {
        return 5;
    }

    @Override
    public List<Pending> oldest() {
        return jdbc.query(
                OLDEST,
                (row, n) -> {
                    var record = DeadLetter.forTopic(row, n);
                    return new Pending(row.getLong("position"), record.topic(), record);
                },
                batch());
    }
}
