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
    void theSellerIsNotifiedThatTheListingIsOnline() {
        Person ada = registered("Ada");

        kafka.deliver("listing-events", ada.lists("Air Jordan 1 Chicago"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(inboxes.textsOf(ada))
                .containsExactly("Your listing is online: Air Jordan 1 Chicago | "
                        + "Air Jordan 1 Chicago, size 9.5, is now for sale on Swapr at $1,250.00.\n\n"
                        + "We will write to you as soon as it is sold.");
        assertThat(mailbox.subjectsOf(ada.email())).containsExactly("Your listing is online: Air Jordan 1 Chicago");
    }

    @Test
    void aListingByAServiceIsInTheInboxOnly() {
        Person ada = registered("Ada");

        kafka.deliver("listing-events", ada.lists("Yeezy Boost 350").actor("service:listing-service"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED INBOX_ONLY"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));
        kafka.deliver("listing-events", ada.lists("Air Max 97"))
                .eventually(() -> assertThat(mailbox.subjectsOf(ada.email()))
                        .containsExactly("Your listing is online: Air Max 97"));
    }

    @Test
    void buyerAndSellerAreNotifiedOfASale() {
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
            NOT_AVAILABLE       | Another buyer was faster
            OWN_LISTING         | You cannot buy your own listing
            PAYMENT_DECLINED    | Your payment was declined
            TIMED_OUT           | could not be completed in time
            CANCELLED_BY_BUYER  | You canceled it
            STRUCK_BY_LIGHTNING | could not be completed
            """)
    void theBuyerIsNotifiedWhyTheOrderWasCanceled(String reason, String inWords) {
        Person bob = registered("Bob");

        kafka.deliver("purchase-events", bob.orderCancelled("Air Max 97", reason))
                .eventually(() -> assertThat(inboxes.of(bob)).containsExactly("ORDER_CANCELLED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(bob));

        assertThat(inboxes.textsOf(bob).getFirst())
                .startsWith("Your order was canceled: Air Max 97 | ")
                .contains(inWords);
    }

    @Test
    void anOrderOfAnUnknownListingIsCanceledWithoutATitle() {
        Person bob = registered("Bob");

        kafka.deliver("purchase-events", bob.orderCancelled("LISTING_NOT_FOUND"))
                .eventually(
                        () -> assertThat(mailbox.subjectsOf(bob.email())).containsExactly("Your order was canceled"));
    }

    @Test
    void anEmailWaitsUntilTheAddressIsKnown() {
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
    void aRegistrationAndAFirstNotificationAtTheSameTimeSendOneEmail() {
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
    void emailsGoToTheNewAddressAfterAChange() {
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
    void theOldAndTheNewAddressAreNotifiedOfAChange() {
        Person ada = registered("Ada");
        Person moved = ada.withEmail("new-" + ada.email());

        kafka.deliver("user-events", moved.profileChanged())
                .eventually(() -> assertThat(inboxes.of(ada))
                        .containsExactlyInAnyOrder("EMAIL_CHANGED SENT", "EMAIL_REMOVED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(mailbox.subjectsOf(ada.email())).containsExactly("Your e-mail address was changed");
        assertThat(mailbox.subjectsOf(moved.email())).containsExactly("Your e-mail address was changed");
        assertThat(String.valueOf(inboxes.everythingAbout(ada).get("notifications")))
                .as("the old address is deleted when the e-mail is sent")
                .doesNotContain(ada.email());
        assertThat(String.valueOf(inboxes.everythingAbout(ada).get("published")))
                .doesNotContain("@");
    }

    @Test
    void aChangeOfTheNameSendsNoEmail() {
        Person ada = registered("Ada");

        kafka.deliver("user-events", ada.profileChanged()).andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(inboxes.of(ada)).isEmpty();
    }

    @Test
    void theUserIsNotifiedOfANewPassword() {
        Person ada = registered("Ada");

        kafka.deliver("user-events", ada.passwordChanged())
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("PASSWORD_CHANGED SENT"))
                .andAgainChangesNothing(() -> inboxes.everythingAbout(ada));

        assertThat(mailbox.subjectsOf(ada.email())).containsExactly("Your password was changed");
    }

    @Test
    void anOlderAddressNeverReplacesANewerOne() {
        Person ada = registered("Ada");
        Person second = ada.withEmail("second-" + ada.email());
        Person third = ada.withEmail("third-" + ada.email());

        kafka.awaitProcessed(kafka.publish("user-events", third.profileChanged().version(3)));
        kafka.awaitProcessed(kafka.publish("user-events", second.profileChanged()));

        assertThat(inboxes.recipient(ada)).contains(third.email()).doesNotContain(second.email());
    }

    @Test
    void anErasedUserIsDeletedAndGetsNoMoreEmails() {
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
    void anErasureCancelsAnEmailThatWaitsForAnAddress() {
        Person ada = Person.named("Ada");
        kafka.deliver("listing-events", ada.lists("Air Max 97"))
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED WAITING_FOR_ADDRESS"));

        kafka.deliver("user-events", ada.erased())
                .eventually(() -> assertThat(inboxes.of(ada)).containsExactly("LISTING_PUBLISHED CANCELLED"));
    }

    @Test
    void noUserIsNotifiedTwiceEvenIfTheProcessedEventsAreDeleted() {
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
                .as("the event was applied again without an effect")
                .isEqualTo(1);
    }

    @Test
    void publishedMessagesKeepTheCorrelationIdOfTheEvent() {
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
                            {"notification_id":"%s","user_id":"%s","kind":"LISTING_PUBLISHED",\
                            "subject":"Your listing is online: Air Max 97"}\
                            """.formatted(inboxes.idOfOnly(ada), ada.id()))
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
