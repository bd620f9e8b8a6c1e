package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;

@NotificationTest
class ReactionsTest {

    @Autowired
    Kafka kafka;

    @Autowired
    Inboxes inboxes;

    @Autowired
    Mailbox mailbox;

    @Autowired
    JdbcClient jdbc;

    @Test
    void a_seller_is_told_that_the_listing_is_online() {
        Person ada = registered("Ada");

        kafka.deliver("listing-events", ada.lists("Air Jordan 1 Chicago"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(inboxes.textsOf(ada))
                .containsExactly("Your listing is online: Air Jordan 1 Chicago | "
                        + "Air Jordan 1 Chicago, size 9.5, is now for sale on Swapr at $1,250.00.\n\n"
                        + "We will write to you as soon as somebody buys it.");
        assertThat(mailbox.subjectsOf(ada.email())).containsExactly("Your listing is online: Air Jordan 1 Chicago");
    }

    @Test
    void a_catalogue_listed_by_a_service_fills_the_inbox_and_not_the_mailbox() {
        Person ada = registered("Ada");

        kafka.deliver("listing-events", ada.lists("Yeezy Boost 350").actor("service:listing-service"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED INBOX_ONLY"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));
        kafka.deliver("listing-events", ada.lists("Air Max 97"))
                .eventually(() -> assertThat(mailbox.subjectsOf(ada.email()))
                        .containsExactly("Your listing is online: Air Max 97"));
    }

    @Test
    void buyer_and_seller_are_told_of_a_sale() {
        Person ada = registered("Ada");
        Person bob = registered("Bob");

        kafka.deliver("purchase-events", bob.buys("Air Max 97", ada))
                .eventually(() -> {
                    assertThat(inboxes.of(bob)).containsExactly("ORDER_CONFIRMED SENT");
                    assertThat(inboxes.of(ada)).containsExactly("LISTING_SOLD SENT");
                })
                .andAgainChangesNothing(() -> List.of(inboxes.everythingAbout(ada), inboxes.everythingAbout(bob)));

        assertThat(inboxes.textsOf(bob).getFirst()).contains("Air Max 97 is yours. You paid $99.90.");
        assertThat(inboxes.textsOf(ada).getFirst()).contains("Air Max 97 has been sold for $99.90");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LISTING_NOT_FOUND   | The listing does not exist
            NOT_AVAILABLE       | Somebody else was faster
            OWN_LISTING         | nobody can buy from themselves
            PAYMENT_DECLINED    | Your payment was declined
            TIMED_OUT           | could not be completed in time
            CANCELLED_BY_BUYER  | You cancelled it
            STRUCK_BY_LIGHTNING | could not be completed
            """)
    void a_buyer_is_told_why_an_order_was_cancelled(String reason, String inWords) {
        Person bob = registered("Bob");

        kafka.deliver("purchase-events", bob.orderCancelled("Air Max 97", reason))
                .eventually(() -> assertThat(inboxes.of(bob)).containsExactly("ORDER_CANCELLED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(bob));

        assertThat(inboxes.textsOf(bob).getFirst())
                .startsWith("Your order was cancelled: Air Max 97 | ")
                .contains(inWords);
    }

    @Test
    void an_order_of_an_unknown_listing_is_cancelled_without_a_title() {
        Person bob = registered("Bob");

        kafka.deliver("purchase-events", bob.orderCancelled("LISTING_NOT_FOUND"))
                .eventually(
                        () -> assertThat(mailbox.subjectsOf(bob.email())).containsExactly("Your order was cancelled"));
    }

    @Test
    void what_happened_before_the_address_was_known_is_sent_when_it_is() {
        Person ada = Person.named("Ada");
        kafka.deliver("listing-events", ada.lists("Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED WAITING_FOR_ADDRESS"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        kafka.deliver("user-events", ada.registered())
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(mailbox.subjectsOf(ada.email())).hasSize(1);
    }

    @Test
    void registration_and_first_notification_at_the_same_time_never_miss_each_other() {
        List<Person> people =
                IntStream.range(0, 30).mapToObj(i -> Person.named("Ada")).toList();

        people.parallelStream().forEach(person -> {
            kafka.publish("listing-events", person.lists("Air Max 97"));
            kafka.publish("user-events", person.registered());
        });

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(people)
                        .allSatisfy(person ->
                                assertThat(mailbox.subjectsOf(person.email())).hasSize(1)));
    }

    @Test
    void e_mails_go_to_the_new_address_after_a_change() {
        Person ada = registered("Ada");
        Person moved = ada.withEmail("new-" + ada.email());

        kafka.deliver("user-events", moved.profileChanged())
                .eventually(() -> assertThat(inboxes.of(ada))
                        .containsExactlyInAnyOrder("EMAIL_CHANGED SENT", "EMAIL_REMOVED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));
        kafka.publish("listing-events", ada.lists("Air Max 97"));

        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(mailbox.subjectsOf(moved.email())).contains("Your listing is online: Air Max 97"));
        assertThat(mailbox.subjectsOf(ada.email())).doesNotContain("Your listing is online: Air Max 97");
    }

    @Test
    void a_change_of_address_is_told_to_the_old_and_the_new_one() {
        Person ada = registered("Ada");
        Person moved = ada.withEmail("new-" + ada.email());

        kafka.deliver("user-events", moved.profileChanged())
                .eventually(() -> assertThat(inboxes.of(ada))
                        .containsExactlyInAnyOrder("EMAIL_CHANGED SENT", "EMAIL_REMOVED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(mailbox.subjectsOf(ada.email())).containsExactly("Your e-mail address was changed");
        assertThat(mailbox.subjectsOf(moved.email())).containsExactly("Your e-mail address was changed");
        assertThat(String.valueOf(inboxes.everythingAbout(ada).get("notifications")))
                .as("the old address is forgotten as soon as the e-mail is out")
                .doesNotContain(ada.email());
        assertThat(String.valueOf(inboxes.everythingAbout(ada).get("published")))
                .doesNotContain("@");
    }

    @Test
    void a_change_of_the_name_alone_is_no_reason_to_write() {
        Person ada = registered("Ada");

        kafka.deliver("user-events", ada.profileChanged()).andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(inboxes.of(ada)).isEmpty();
    }

    @Test
    void a_change_of_the_password_is_told() {
        Person ada = registered("Ada");

        kafka.deliver("user-events", ada.passwordChanged())
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("PASSWORD_CHANGED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(mailbox.subjectsOf(ada.email())).containsExactly("Your password was changed");
    }

    @Test
    void an_older_address_never_replaces_a_newer_one() {
        Person ada = registered("Ada");
        Person second = ada.withEmail("second-" + ada.email());
        Person third = ada.withEmail("third-" + ada.email());

        kafka.awaitProcessed(kafka.publish("user-events", third.profileChanged().version(3)));
        kafka.awaitProcessed(kafka.publish("user-events", second.profileChanged()));

        assertThat(inboxes.recipient(ada)).contains(third.email()).doesNotContain(second.email());
    }

    @Test
    void an_erased_person_is_forgotten_and_never_written_to_again() {
        Person ada = registered("Ada");
        kafka.deliver("listing-events", ada.lists("Ada's own Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));

        kafka.deliver("user-events", ada.erased())
                .eventually(() -> assertThat(inboxes.textsOf(ada)).containsExactly("(erased) | (erased)"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));
        ReceivedRecord late = kafka.publish("listing-events", ada.lists("Too late"));
        kafka.awaitProcessed(late);

        assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT");
        assertThat(inboxes.recipient(ada)).contains("email=null", "name=null", "erased=true");
        assertThat(mailbox.of(ada.email())).hasSize(1);
    }

    @Test
    void what_waits_for_an_address_is_cancelled_when_the_person_is_erased() {
        Person ada = Person.named("Ada");
        kafka.deliver("listing-events", ada.lists("Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED WAITING_FOR_ADDRESS"));

        kafka.deliver("user-events", ada.erased())
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED CANCELLED"));
    }

    @Test
    void even_when_the_inbox_of_processed_events_is_lost_nobody_is_told_twice() {
        Person ada = registered("Ada");
        var listed = ada.lists("Air Max 97");
        kafka.deliver("listing-events", listed)
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        Object before = inboxes.everythingAbout(ada);

        jdbc.sql("delete from processed_events where event_id = ?")
                .param(listed.id())
                .update();
        kafka.awaitProcessed(kafka.publish("listing-events", listed));

        assertThat(inboxes.everythingAbout(ada)).isEqualTo(before);
        assertThat(jdbc.sql("select count(*) from processed_events where event_id = ?")
                        .param(listed.id())
                        .query(Long.class)
                        .single())
                .as("it was applied again, to no effect")
                .isEqualTo(1);
    }

    @Test
    void what_is_published_keeps_the_correlation_of_the_event_that_led_to_it() {
        Person ada = registered("Ada");
        var listed = ada.lists("Air Max 97").correlationId("the-request");
        try (var published = kafka.record("notification-events", "email-requests")) {
            kafka.publish("listing-events", listed);

            ReceivedRecord command =
                    published.await("SendEmail", found -> found.type().equals("SendEmail"));
            ReceivedRecord sent =
                    published.await("NotificationSent", found -> found.type().equals("NotificationSent"));

            assertThat(command.json().path("correlation_id").asString()).isEqualTo("the-request");
            assertThat(command.json().path("causation_id").asString())
                    .isEqualTo(listed.id().toString());
            assertThat(sent.json().path("correlation_id").asString()).isEqualTo("the-request");
            assertThat(sent.json().path("actor").asString()).isEqualTo("service:notification-service");
            assertThat(sent.key()).isEqualTo("notification:" + inboxes.idOfOnly(ada));
            assertThat(sent.payload().toString())
                    .isEqualTo("""
                            {"notification_id":"%s","user_id":"%s","kind":"LISTING_PUBLISHED","subject":"Your listing is online: Air Max 97"}""".formatted(inboxes.idOfOnly(ada), ada.id()))
                    .doesNotContain(ada.email());
        }
    }

    private Person registered(String name) {
        Person person = Person.named(name);
        kafka.deliver("user-events", person.registered())
                .eventually(() -> assertThat(inboxes.recipient(person)).contains(person.email()));
        return person;
    }
}
