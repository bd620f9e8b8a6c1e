package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;
import swapr.testing.TestEvent;

@NotificationTest
@ExtendWith(OutputCaptureExtension.class)
class EmailDeliveryTest {

    @Autowired
    Kafka kafka;

    @Autowired
    Inboxes inboxes;

    @Autowired
    Mailbox mailbox;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JavaMailSenderImpl sender;

    @AfterEach
    void allIsWell() {
        mailbox.comeBack();
        sender.setPort(mailbox.port());
    }

    @Test
    void an_e_mail_arrives_as_text_and_html_under_the_id_of_its_notification() throws Exception {
        Person ada = registered(Person.named("Ada"));

        kafka.publish("listing-events", ada.lists("<script>alert(1)</script>\r\nBcc: everybody@swapr.example"));

        await().untilAsserted(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        MimeMessage received = mailbox.of(ada.email()).getFirst();
        assertThat(received.getMessageID()).isEqualTo("<" + inboxes.idOfOnly(ada) + "@swapr.local>");
        assertThat(received.getContentType()).startsWith("multipart/alternative");
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getAllRecipients()).hasSize(1);
        assertThat(mailbox.of("everybody@swapr.example")).isEmpty();
    }

    @Test
    void while_the_mail_server_is_away_e_mails_wait_and_then_arrive_once() {
        Person ada = registered(Person.named("Ada"));
        mailbox.goAway();

        kafka.publish("listing-events", ada.lists("Air Max 97"));
        awaitFailedAttempts(ada, 2);
        assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED PENDING");
        mailbox.comeBack();

        await().untilAsserted(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        assertThat(mailbox.of(ada.email())).hasSize(1);
    }

    @Test
    void a_mail_server_that_falls_silent_is_given_up_and_asked_again() {
        Person ada = registered(Person.named("Ada"));
        mailbox.fallSilent();

        kafka.publish("listing-events", ada.lists("Air Max 97"));
        awaitFailedAttempts(ada, 1);
        mailbox.comeBack();

        await().untilAsserted(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        assertThat(mailbox.of(ada.email())).hasSize(1);
    }

    @Test
    void a_person_erased_while_the_e_mail_waits_gets_none() {
        Person ada = registered(Person.named("Ada"));
        mailbox.goAway();
        kafka.publish("listing-events", ada.lists("Air Max 97"));
        awaitFailedAttempts(ada, 1);

        kafka.deliver("user-events", ada.erased())
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED CANCELLED"));
        mailbox.comeBack();

        await().untilAsserted(() -> assertThat(openCommands(ada)).isEmpty());
        assertThat(mailbox.of(ada.email())).isEmpty();
        assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED CANCELLED");
    }

    @Test
    void an_e_mail_that_waits_goes_to_the_address_of_the_day_it_is_sent() {
        Person ada = registered(Person.named("Ada"));
        Person moved = ada.withEmail("new-" + ada.email());
        mailbox.goAway();
        kafka.publish("listing-events", ada.lists("Air Max 97"));
        awaitFailedAttempts(ada, 1);

        kafka.awaitProcessed(kafka.publish("user-events", moved.profileChanged()));
        mailbox.comeBack();

        await().untilAsserted(() ->
                assertThat(mailbox.subjectsOf(moved.email())).contains("Your listing is online: Air Max 97"));
        await().untilAsserted(() ->
                assertThat(mailbox.subjectsOf(ada.email())).containsExactly("Your e-mail address was changed"));
    }

    @Test
    void the_old_address_of_an_erased_person_is_forgotten_before_the_e_mail_is_out() {
        Person ada = registered(Person.named("Ada"));
        mailbox.goAway();
        kafka.deliver("user-events", ada.withEmail("new-" + ada.email()).profileChanged())
                .eventually(() -> assertThat(inboxes.of(ada))
                        .containsExactlyInAnyOrder("EMAIL_CHANGED PENDING", "EMAIL_REMOVED PENDING"));
        assertThat(inboxes.everythingAbout(ada).toString()).contains("=" + ada.email());

        kafka.deliver("user-events", ada.erased())
                .eventually(() -> assertThat(inboxes.of(ada))
                        .containsExactlyInAnyOrder("EMAIL_CHANGED CANCELLED", "EMAIL_REMOVED CANCELLED"));
        mailbox.comeBack();

        await().untilAsserted(() -> assertThat(openCommands(ada)).isEmpty());
        assertThat(inboxes.everythingAbout(ada).toString()).doesNotContain(ada.email());
        assertThat(mailbox.of(ada.email())).isEmpty();
    }

    @Test
    void a_recipient_refused_for_good_is_not_tried_again() throws IOException {
        try (var stubborn = stubborn();
                var published = kafka.record("notification-events")) {
            Person nobody = registered(at("nobody@swapr.example"));

            kafka.publish("listing-events", nobody.lists("Air Max 97"));

            ReceivedRecord failed =
                    published.await("NotificationFailed", found -> found.type().equals("NotificationFailed"));
            assertThat(failed.payload().toString()).isEqualTo("""
                            {"notification_id":"%s","user_id":"%s","kind":"LISTING_PUBLISHED","reason":"The mail server refused the recipient"}""".formatted(inboxes.idOfOnly(nobody), nobody.id()));
            assertThat(inboxes.of(nobody)).containsExactly("LISTING_PUBLISHED FAILED");
            assertThat(openCommands(nobody)).isEmpty();
            assertThat(stubborn.taken()).isEmpty();
        }
    }

    @Test
    void what_is_no_address_is_not_even_tried() {
        Person nonsense = registered(at("not an address\r\nBcc: everybody@swapr.example"));

        kafka.deliver("listing-events", nonsense.lists("Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(nonsense)).containsExactly("LISTING_PUBLISHED FAILED"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(nonsense));
        assertThat(mailbox.of("everybody@swapr.example")).isEmpty();
    }

    @Test
    void a_recipient_put_off_is_tried_again_until_the_server_takes_the_e_mail(CapturedOutput output)
            throws IOException {
        try (var stubborn = stubborn()) {
            Person busy = registered(at("busy@swapr.example"));

            kafka.publish("listing-events", busy.lists("Air Max 97"));

            awaitFailedAttempts(busy, 1);
            assertThat(openCommands(busy)).noneMatch(row -> row.contains("busy@"));
            assertThat(output.getAll())
                    .as("the log")
                    .contains("did not take the e-mail")
                    .doesNotContain("busy@");
            await().untilAsserted(() -> assertThat(inboxes.of(busy)).containsExactly("LISTING_PUBLISHED SENT"));
            assertThat(stubborn.taken()).hasSize(1);
        }
    }

    @Test
    void when_the_answer_is_lost_the_e_mail_comes_twice_under_one_id() throws IOException {
        try (var stubborn = stubborn()) {
            Person lost = registered(at("lost@swapr.example"));

            kafka.publish("listing-events", lost.lists("Air Max 97"));

            await().untilAsserted(() -> assertThat(inboxes.of(lost)).containsExactly("LISTING_PUBLISHED SENT"));
            assertThat(stubborn.taken())
                    .hasSize(2)
                    .allMatch(message -> message.contains("Message-ID: <" + inboxes.idOfOnly(lost) + "@swapr.local>"));
        }
    }

    @Test
    void a_server_that_refuses_the_sender_is_our_trouble_and_not_the_recipients() throws IOException {
        try (var stubborn = stubborn()) {
            Person ada = registered(Person.named("Ada"));
            stubborn.refuseEverybody(true);
            kafka.publish("listing-events", ada.lists("Air Max 97"));
            awaitFailedAttempts(ada, 2);
            assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED PENDING");

            stubborn.refuseEverybody(false);

            await().untilAsserted(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
            assertThat(stubborn.taken()).hasSize(1);
        }
    }

    @Test
    void a_command_given_twice_sends_one_e_mail() {
        Person ada = registered(Person.named("Ada"));
        kafka.deliver("listing-events", ada.lists("Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        UUID id = inboxes.idOfOnly(ada);

        // a command of its own, with an event id that the queue has never seen
        TestEvent again = TestEvent.of("SendEmail", "email:" + id).with("notification_id", id);
        Object before = inboxes.everythingAbout(ada);
        kafka.deliver("email-requests", again)
                .eventually(() -> assertThat(jdbc.sql("select outcome from processed_events where event_id = ?")
                                .param(again.id())
                                .query((row, number) -> row.getString(1))
                                .list())
                        .containsExactly("applied"));

        assertThat(inboxes.everythingAbout(ada)).isEqualTo(before);
        assertThat(mailbox.of(ada.email())).hasSize(1);
    }

    private StubbornMailServer stubborn() throws IOException {
        StubbornMailServer stubborn = new StubbornMailServer();
        sender.setPort(stubborn.port());
        return stubborn;
    }

    private static Person at(String email) {
        return Person.named("Somebody").withEmail(email);
    }

    private Person registered(Person person) {
        kafka.awaitProcessed(kafka.publish("user-events", person.registered()));
        return person;
    }

    private void awaitFailedAttempts(Person person, int attempts) {
        await().untilAsserted(() -> assertThat(commands(person, row -> row + " and attempts >= " + attempts))
                .isNotEmpty());
    }

    private List<String> openCommands(Person person) {
        return commands(person, Function.identity());
    }

    /** What dead_letters says of the person's SendEmail commands that are still to be done. */
    private List<String> commands(Person person, Function<String, String> condition) {
        return jdbc.sql(condition.apply("""
                select d.exception || ' ' || d.message || ' ' || d.attempts from dead_letters d
                join event_log e on e.event_id = d.event_id join notifications n on e.aggregate_id = 'email:' || n.id
                where n.user_id = ? and d.status in ('RETRYING', 'PARKED')"""))
                .param(person.id())
                .query((row, number) -> row.getString(1))
                .list();
    }
}
