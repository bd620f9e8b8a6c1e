package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
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

    @Autowired
    MailConnections connections;

    @AfterEach
    void restoreTheMailServer() {
        mailbox.reconnect();
        useServer(mailbox.port());
    }

    private void useServer(int port) {
        sender.setPort(port);
        connections.close();
    }

    @Test
    void anEmailArrivesAsTextAndHtmlWithTheIdOfItsNotification() throws Exception {
        Person ada = registered(Person.named("Ada"));

        kafka.publish("listing-events", ada.lists("<script>alert(1)</script>\r\nBcc: all@swapr.example"));

        await().untilAsserted(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        MimeMessage received = mailbox.of(ada.email()).getFirst();
        assertThat(received.getMessageID()).isEqualTo("<" + inboxes.idOfOnly(ada) + "@swapr.local>");
        assertThat(received.getContentType()).startsWith("multipart/alternative");
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getAllRecipients()).hasSize(1);
        assertThat(mailbox.of("all@swapr.example")).isEmpty();
    }

    @Test
    void anEmailWaitsForTheMailServerAndThenArrivesOnce() {
        Person ada = registered(Person.named("Ada"));
        mailbox.disconnect();

        kafka.publish("listing-events", ada.lists("Air Max 97"));
        awaitFailedAttempts(ada, 2);
        assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED PENDING");
        mailbox.reconnect();

        await().untilAsserted(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        assertThat(mailbox.of(ada.email())).hasSize(1);
    }

    @Test
    void anEmailIsTriedAgainIfTheMailServerDoesNotAnswer() {
        Person ada = registered(Person.named("Ada"));
        mailbox.stopAnswering();

        kafka.publish("listing-events", ada.lists("Air Max 97"));
        awaitFailedAttempts(ada, 1);
        mailbox.reconnect();

        await().untilAsserted(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        assertThat(mailbox.of(ada.email())).hasSize(1);
    }

    @Test
    void aUserErasedWhileTheEmailWaitsGetsNoEmail() {
        Person ada = registered(Person.named("Ada"));
        mailbox.disconnect();
        kafka.publish("listing-events", ada.lists("Air Max 97"));
        awaitFailedAttempts(ada, 1);

        kafka.deliver("user-events", ada.erased())
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED CANCELLED"));
        mailbox.reconnect();

        await().untilAsserted(() -> assertThat(openCommands(ada)).isEmpty());
        assertThat(mailbox.of(ada.email())).isEmpty();
        assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED CANCELLED");
    }

    @Test
    void anEmailThatWaitsGoesToTheNewAddress() {
        Person ada = registered(Person.named("Ada"));
        Person moved = ada.withEmail("new-" + ada.email());
        mailbox.disconnect();
        kafka.publish("listing-events", ada.lists("Air Max 97"));
        awaitFailedAttempts(ada, 1);

        kafka.awaitProcessed(kafka.publish("user-events", moved.profileChanged()));
        mailbox.reconnect();

        await().untilAsserted(() ->
                assertThat(mailbox.subjectsOf(moved.email())).contains("Your listing is online: Air Max 97"));
        await().untilAsserted(() ->
                assertThat(mailbox.subjectsOf(ada.email())).containsExactly("Your e-mail address was changed"));
    }

    @Test
    void anErasureDeletesTheOldAddressWhileTheEmailWaits() {
        Person ada = registered(Person.named("Ada"));
        mailbox.disconnect();
        kafka.deliver("user-events", ada.withEmail("new-" + ada.email()).profileChanged())
                .eventually(() -> assertThat(inboxes.of(ada))
                        .containsExactlyInAnyOrder("EMAIL_CHANGED PENDING", "EMAIL_REMOVED PENDING"));
        assertThat(inboxes.everythingAbout(ada).toString()).contains("=" + ada.email());

        kafka.deliver("user-events", ada.erased())
                .eventually(() -> assertThat(inboxes.of(ada))
                        .containsExactlyInAnyOrder("EMAIL_CHANGED CANCELLED", "EMAIL_REMOVED CANCELLED"));
        mailbox.reconnect();

        await().untilAsserted(() -> assertThat(openCommands(ada)).isEmpty());
        assertThat(inboxes.everythingAbout(ada).toString()).doesNotContain(ada.email());
        assertThat(mailbox.of(ada.email())).isEmpty();
    }

    @Test
    void aPermanentlyRefusedRecipientIsNotTriedAgain() throws IOException {
        try (var stubborn = stubborn();
                var published = kafka.record("notification-events")) {
            Person missing = registered(at("missing@swapr.example"));

            kafka.publish("listing-events", missing.lists("Air Max 97"));

            ReceivedRecord failed =
                    published.await("NotificationFailed", found -> found.type().equals("NotificationFailed"));
            assertThat(failed.payload().toString()).isEqualTo("""
                            {"notification_id":"%s","user_id":"%s","kind":"LISTING_PUBLISHED",\
                            "reason":"The mail server refused the recipient"}\
                            """.formatted(inboxes.idOfOnly(missing), missing.id()));
            assertThat(inboxes.of(missing)).containsExactly("LISTING_PUBLISHED FAILED");
            assertThat(openCommands(missing)).isEmpty();
            assertThat(stubborn.taken()).isEmpty();
        }
    }

    @Test
    void anInvalidAddressFailsWithoutAnAttempt() {
        Person invalid = registered(at("not an address\r\nBcc: all@swapr.example"));

        kafka.deliver("listing-events", invalid.lists("Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(invalid)).containsExactly("LISTING_PUBLISHED FAILED"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(invalid));
        assertThat(mailbox.of("all@swapr.example")).isEmpty();
    }

    @Test
    void aTemporarilyRefusedRecipientIsTriedAgain(CapturedOutput output) throws IOException {
        try (var stubborn = stubborn()) {
            Person busy = registered(at("busy@swapr.example"));

            kafka.publish("listing-events", busy.lists("Air Max 97"));

            awaitFailedAttempts(busy, 1);
            assertThat(openCommands(busy)).noneMatch(row -> row.contains("busy@"));
            assertThat(output.getAll())
                    .as("the log")
                    .contains("did not accept the e-mail")
                    .doesNotContain("busy@");
            await().untilAsserted(() -> assertThat(inboxes.of(busy)).containsExactly("LISTING_PUBLISHED SENT"));
            assertThat(stubborn.taken()).hasSize(1);
        }
    }

    @Test
    void theEmailArrivesTwiceWithOneIdIfTheAnswerIsLost() throws IOException {
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
    void anEmailWaitsIfTheServerRefusesTheSender() throws IOException {
        try (var stubborn = stubborn()) {
            Person ada = registered(Person.named("Ada"));
            stubborn.refuseAllSenders(true);
            kafka.publish("listing-events", ada.lists("Air Max 97"));
            awaitFailedAttempts(ada, 2);
            assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED PENDING");

            stubborn.refuseAllSenders(false);

            await().untilAsserted(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
            assertThat(stubborn.taken()).hasSize(1);
        }
    }

    @Test
    void aCommandDeliveredTwiceSendsOneEmail() {
        Person ada = registered(Person.named("Ada"));
        kafka.deliver("listing-events", ada.lists("Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"));
        UUID id = inboxes.idOfOnly(ada);

        // another command, with an event id that the queue has not processed
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

    @Test
    void emailsShareAConnection() throws IOException {
        try (var stubborn = stubborn()) {
            Person ada = registered(Person.named("Ada"));
            for (int sent = 1; sent <= 3; sent++) {
                int expected = sent;
                kafka.publish("listing-events", ada.lists("Air Max 97"));
                await().untilAsserted(() -> assertThat(stubborn.taken()).hasSize(expected));
            }

            await().untilAsserted(() -> assertThat(inboxes.of(ada)).hasSize(3).allMatch(row -> row.endsWith(" SENT")));
            assertThat(stubborn.connections()).isLessThan(3);
        }
    }

    @Test
    void aConnectionIsReplacedAfterFiveSeconds() throws IOException {
        try (var stubborn = stubborn()) {
            Person ada = registered(Person.named("Ada"));

            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        kafka.publish("listing-events", ada.lists("Air Max 97"));
                        assertThat(stubborn.connections()).isGreaterThan(1);
                    });
        }
    }

    private StubbornMailServer stubborn() throws IOException {
        StubbornMailServer stubborn = new StubbornMailServer();
        useServer(stubborn.port());
        return stubborn;
    }

    private static Person at(String email) {
        return Person.named("Carl").withEmail(email);
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

    /** Returns the rows of dead_letters for the person's SendEmail commands that are still open. */
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
