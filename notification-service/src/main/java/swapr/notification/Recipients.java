package swapr.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom to write to: a copy of what user-service says, so plain SQL and no aggregate. */
@Component
class Recipients {

    /** A person as far as known here. */
    sealed interface Recipient {}

    /** Somebody with a name and an address. */
    record Known(String name, String email) implements Recipient {}

    /** Mentioned by some event; who it is, user-events have yet to say. */
    record Unknown() implements Recipient {}

    /** Was somebody once, and must not be written to ever again. */
    record Erased() implements Recipient {}

    private final JdbcClient jdbc;

    Recipients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Finds a person and keeps the answer true until the transaction ends. Without the lock, a registration and the
     * first notification, running at the same time, would each miss the other, and the notification would wait for an
     * address for ever. Hence the empty row for the unknown: there must be something to lock.
     */
    Recipient lock(UUID userId) {
        return select(userId, "for share").orElseGet(() -> {
            jdbc.sql("insert into recipients (user_id) values (?) on conflict do nothing")
                    .param(userId)
                    .update();
            return select(userId, "for share").orElseGet(Unknown::new);
        });
    }

    Recipient find(UUID userId) {
        return select(userId, "").orElseGet(Unknown::new);
    }

    /**
     * Only ever forward: what an earlier version said does not count any more, and an erased person stays erased.
     *
     * @return the address that this one replaces, which may be the same; empty when none was known, or when nothing
     *     was stored
     */
    Optional<String> put(UUID userId, String name, String email, long version) {
        return jdbc.sql("""
                insert into recipients (user_id, name, email, version) values (?, ?, ?, ?)
                on conflict (user_id) do update set name = excluded.name, email = excluded.email, version = excluded.version
                where recipients.version < excluded.version and not recipients.erased
                returning old.email""")
                .params(userId, name, email, version)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(before -> before);
    }

    void erase(UUID userId) {
        jdbc.sql("""
                insert into recipients (user_id, erased) values (?, true)
                on conflict (user_id) do update set name = null, email = null, erased = true""").param(userId).update();
    }

    private Optional<Recipient> select(UUID userId, String locking) {
        return jdbc.sql("select name, email, erased from recipients where user_id = ? " + locking)
                .param(userId)
                .query((row, number) -> recipient(row))
                .optional();
    }

    private static Recipient recipient(ResultSet row) throws SQLException {
        if (row.getBoolean("erased")) {
            return new Erased();
        }
        @Nullable String email = row.getString("email");
        return email == null ? new Unknown() : new Known(row.getString("name"), email);
    }
}
