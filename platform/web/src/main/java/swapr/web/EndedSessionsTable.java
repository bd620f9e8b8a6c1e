package swapr.web;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code ended_sessions} in the schema of a service. One instance writes a row, all instances read it. */
class EndedSessionsTable {

    /** A token is valid for 15 minutes. Its expiry is checked with a tolerance of one minute for clocks. */
    static final Duration TOKENS_ARE_GONE = Duration.ofMinutes(20);

    private final JdbcClient database;

    EndedSessionsTable(JdbcClient database) {
        this.database = database;
    }

    /**
     * Stores the ended session in the running transaction. A session older than 20 minutes has no valid token, so it is
     * skipped. A time in the future counts as now, so that its row is deleted like the others.
     */
    void note(EndedSession ended, Instant at) {
        Instant now = Instant.now();
        if (at.isBefore(now.minus(TOKENS_ARE_GONE))) {
            return;
        }
        database.sql("""
                        insert into ended_sessions as known (user_id, session_generation, erased, ended_at)
                        values (:user, :generation, :erased, :at)
                        on conflict (user_id) do update set
                          session_generation = greatest(known.session_generation, excluded.session_generation),
                          erased = known.erased or excluded.erased,
                          ended_at = greatest(known.ended_at, excluded.ended_at)""")
                .param("user", ended.userId())
                .param("generation", ended.generation())
                .param("erased", ended.erased())
                .param("at", (at.isAfter(now) ? now : at).atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Returns the ended sessions with tokens that may not have expired yet, newest first. */
    List<EndedSession> recent(int limit) {
        return database.sql("""
                        select user_id, session_generation, erased from ended_sessions
                        where ended_at > :since order by ended_at desc limit :limit""")
                .param("since", since())
                .param("limit", limit)
                .query((row, number) -> new EndedSession(
                        row.getObject("user_id", UUID.class),
                        row.getLong("session_generation"),
                        row.getBoolean("erased")))
                .list();
    }

    /**
     * Deletes rows without valid tokens. It skips locked rows, because several instances may delete at the same time.
     */
    void deleteOld() {
        String old = "select user_id from ended_sessions where ended_at <= :since for update skip locked";
        database.sql("delete from ended_sessions where user_id in (" + old + ")")
                .param("since", since())
                .update();
    }

    private static OffsetDateTime since() {
        return Instant.now().minus(TOKENS_ARE_GONE).atOffset(ZoneOffset.UTC);
    }
}
