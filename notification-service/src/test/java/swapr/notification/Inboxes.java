package swapr.notification;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the stored data about a person, so that tests can compare it. */
class Inboxes {

    private final JdbcClient jdbc;
    private final Mailbox mailbox;

    Inboxes(JdbcClient jdbc, Mailbox mailbox) {
        this.jdbc = jdbc;
        this.mailbox = mailbox;
    }

    /** Returns type and status of the person's notifications, oldest first, each like {@code LISTING_SOLD SENT}. */
    List<String> of(Person person) {
        return jdbc.sql("select kind || ' ' || status from notifications where user_id = ? order by created_at, kind")
                .param(person.id())
                .query((row, number) -> row.getString(1))
                .list();
    }

    List<String> textsOf(Person person) {
        return jdbc.sql("""
                        select subject || ' | ' || text from notifications
                        where user_id = ? order by created_at, kind""")
                .param(person.id())
                .query((row, number) -> row.getString(1))
                .list();
    }

    UUID idOfOnly(Person person) {
        return jdbc.sql("select id from notifications where user_id = ?")
                .param(person.id())
                .query(UUID.class)
                .single();
    }

    /** Returns all that this service has stored, published and sent about the person. */
    Map<String, Object> everythingAbout(Person person) {
        return Map.of(
                "recipient", recipient(person),
                "notifications", rows("select * from notifications where user_id = ? order by id", person),
                "published", rows("""
                                select e.body from event_log e join notifications n on e.aggregate_id like '%' || n.id
                                where n.user_id = ? order by e.position""", person),
                "emails", mailbox.subjectsOf(person.email()));
    }

    /** Returns the row of recipients as text. */
    String recipient(Person person) {
        return rows("select * from recipients where user_id = ?", person);
    }

    private String rows(String sql, Person person) {
        return jdbc.sql(sql).param(person.id()).query().listOfRows().toString();
    }
}
