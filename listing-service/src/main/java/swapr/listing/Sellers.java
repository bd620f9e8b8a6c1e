package swapr.listing;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The names of sellers, for events and responses. Each row stores the version of the {@code user:<id>} event that its
 * name comes from (0: an access token), so an older name never replaces a newer one. The row of an erased user stays
 * without a name, so that late events or unexpired tokens cannot restore the name.
 */
@Component
class Sellers {

    /** Shown instead of an erased name. */
    static final String FORMER_MEMBER = "a former member";

    private final JdbcClient jdbc;

    Sellers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores the seller under the name in the token, if no row exists yet. Locks the row until the transaction ends.
     * Without the lock, a concurrent erasure could miss the new listing.
     *
     * @return false if the user has been erased
     */
    boolean admit(UUID id, String nameInToken) {
        jdbc.sql("insert into sellers (id, name, version) values (?, ?, 0) on conflict do nothing")
                .params(id, nameInToken)
                .update();
        return jdbc.sql("select name is not null from sellers where id = ? for share")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    String nameOf(UUID id) {
        return jdbc.sql("select name from sellers where id = ? and name is not null")
                .param(id)
                .query(String.class)
                .optional()
                .orElse(FORMER_MEMBER);
    }

    boolean isErased(UUID id) {
        return jdbc.sql("select exists (select from sellers where id = ? and name is null)")
                .param(id)
                .query(Boolean.class)
                .single();
    }

    void rename(UUID id, String name, long version) {
        jdbc.sql("""
                insert into sellers (id, name, version) values (?, ?, ?)
                on conflict (id) do update set name = excluded.name, version = excluded.version
                where sellers.version < excluded.version and sellers.name is not null
                """).params(id, name, version).update();
    }

    void forget(UUID id, long version) {
        jdbc.sql("""
                insert into sellers (id, name, version) values (?, null, ?)
                on conflict (id) do update set name = null, version = excluded.version""").params(id, version).update();
    }
}
