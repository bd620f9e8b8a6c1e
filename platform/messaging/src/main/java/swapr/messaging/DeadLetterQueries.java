package swapr.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What operators see: the open dead letters, their groups and numbers, and the state of each. */
final class DeadLetterQueries {

    /** Human-readable lifecycle state. A redrive runs in the background, so operators follow it with this state. */
    private static final String LIFE = """
            case when status = 'RESOLVED' then 'processed'
                 when status = 'DISCARDED' then 'discarded'
                 when status = 'WAITING' then 'waiting behind another'
                 when status = 'RETRYING' then 'being tried again'
                 when redrive_requested_at is not null and redrive_started_at >= redrive_requested_at then 'running'
                 when redrive_requested_at is not null then 'requested'
                 when redrives > 0 then 'failed again ' || redrives
                 else 'parked' end as life""";

    private static final String ROW =
            "id, consumer, topic, record_partition, record_offset, sequence_key, event_id, event_type, correlation_id,"
                    + " handler, exception, message, attempts, status, " + LIFE
                    + ", parked_at, next_attempt_at, redrive_requested_at, redrive_requested_by, resolved_at,"
                    + " discarded_by, reason";

    private final JdbcTemplate jdbc;

    DeadLetterQueries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The open dead letters, oldest first. */
    List<Map<String, @Nullable Object>> open(int limit) {
        return jdbc.queryForList(
                "select %s from dead_letters where %s order by id limit ?".formatted(ROW, DeadLetterStore.OPEN), limit);
    }

    /** The open dead letters by consumer, handler and exception, with the number of rows that wait behind them. */
    List<Map<String, @Nullable Object>> groups() {
        return jdbc.queryForList("""
                select d.consumer, d.handler, d.exception, count(*) as letters,
                       count(*) filter (where d.status = 'PARKED') as parked, min(d.parked_at) as oldest,
                       (select count(*) from dead_letters w
                        where w.status = 'WAITING' and (w.consumer, w.sequence_key) in (
                          select h.consumer, h.sequence_key from dead_letters h
                          where h.status = 'PARKED'
                            and (h.consumer, h.handler, h.exception) = (d.consumer, d.handler, d.exception))) as waiting
                from dead_letters d where d.status in ('PARKED', 'RETRYING') group by d.consumer, d.handler, d.exception
                order by letters desc, d.consumer, d.handler, d.exception""");
    }

    /** The number of open rows by topic, without commands that are tried again. */
    Map<String, Long> countOpen() {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query(
                "select topic, count(*) from dead_letters where status in ('PARKED', 'WAITING') group by topic",
                (ResultSet row) -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    /** All fields of one dead letter, open or closed; null if it does not exist. */
    @Nullable
    Map<String, @Nullable Object> one(long id) {
        var rows = jdbc.queryForList("select %s from dead_letters where id = ?".formatted(ROW), id);
        if (rows.isEmpty()) {
            return null;
        }
        Map<String, @Nullable Object> letter = new LinkedHashMap<>(rows.getFirst());
        DeadLetter stored = jdbc.query("select * from dead_letters where id = ?", DeadLetter::of, id)
                .getFirst();
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        stored.record().headers().forEach(header -> headers.put(header.key(), readable(header.value())));
        letter.put("key", readable(stored.record().key()));
        letter.put("headers", headers);
        letter.put("payload", readable(stored.record().value()));
        return letter;
    }

    /** UTF-8 text unchanged, other bytes in Base64. */
    private static @Nullable String readable(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "base64:" + Base64.getEncoder().encodeToString(bytes);
        }
    }
}
