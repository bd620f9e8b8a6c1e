package swapr.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The names and addresses of users. They are a copy from user-service, so this is plain SQL and no aggregate. */
@Component
class Recipients {

    /** The data that this service has about a user. */
    sealed interface Recipient {}

    /** A user with a name and an address. */
    record Known(String name, String email) implements Recipient {}

    /** A user from an event of another topic. The event from user-events has not arrived yet. */
    record Unknown() implements Recipient {}

    /** A user who was erased. No e-mail may be sent to this user. */
    record Erased() implements Recipient {}

    private final JdbcClient jdbc;

    Recipients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Finds a user and locks the row until the transaction ends. Without the lock, a registration and the first
     * notification that run at the same time could miss each other. The notification would then wait for the address
     * permanently. An unknown user gets an empty row, because a lock needs a row.
     */
    Recipient findForShare(UUID userId) {
        return select(userId, "for share").orElseGet(() -> {
            jdbc.sql("insert into recipients (user_id) values (?) on conflict do nothing")
                    .param(userId)
                    .update();
            return select(userId, "for share").orElseGet(Unknown::new);
        });
    }

    /** Finds an e-mail with its recipient; empty if it is sent or canceled, or if the user has no address. */
    Optional<PendingEmail> findPendingEmail(UUID notificationId) {
        return jdbc.sql("""
                select subject, text, name, coalesce(address, email) as address
                from notifications join recipients using (user_id)
                where id = ? and status = 'PENDING' and email is not null""")
                .param(notificationId)
                .query((row, number) -> new PendingEmail(
                        notificationId,
                        new Message(row.getString("subject"), row.getString("text")),
                        new Known(row.getString("name"), row.getString("address"))))
                .optional();
    }

    /**
     * Stores a name and an address if the version is newer than the stored one. An erased user stays erased.
     *
     * @return the previous address, which may be the same; empty if there was none, or if nothing was stored
     */
    Optional<String> put(UUID userId, String name, String email, long version) {
        return jdbc.sql("""
                insert into recipients (user_id, name, email, version) values (?, ?, ?, ?)
                on conflict (user_id) do update set
                  name = excluded.name, email = excluded.email, version = excluded.version
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
