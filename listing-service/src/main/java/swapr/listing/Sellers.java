package swapr.listing;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What this service knows of people: their names, so that events and answers can carry them. Each row notes the version
 * of the {@code user:<id>} event it stems from (0: a token), so an older name never replaces a newer one. An erased
 * person leaves a row without a name, which keeps late events and tokens still valid from bringing the name back.
 */
@Component
class Sellers {

    /** Shown instead of a name that was erased. */
    static final String FORMER_MEMBER = "a former member";

    private final JdbcClient jdbc;

    Sellers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes sure that somebody about to sell is known, by the name in their token until the registration arrives, and
     * keeps them from being erased until this transaction ends: else an erasure could overlook the new listing.
     *
     * @return false when the person has been erased
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
                where sellers.version < excluded.version and sellers.name is not null""").params(id, name, version).update();
    }

    void forget(UUID id, long version) {
        jdbc.sql("""
                insert into sellers (id, name, version) values (?, null, ?)
                on conflict (id) do update set name = null, version = excluded.version""").params(id, version).update();
    }
}
