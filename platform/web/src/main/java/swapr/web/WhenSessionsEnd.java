package swapr.web;

import java.util.UUID;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/**
 * Stores ended sessions and erased users. Every service has a separate consumer for this, so that a sign-out does not
 * wait behind orders or a rebuild.
 */
class WhenSessionsEnd {

    private static final String TOPIC = "user-events";
    private static final String CONSUMER = "${spring.application.name}-sessions";

    record SignedOutEverywhere(UUID userId, long sessionGeneration) {}

    record AccountErased(UUID userId) {}

    private final EndedSessionsTable table;

    WhenSessionsEnd(EndedSessionsTable table) {
        this.table = table;
    }

    @When(value = "SessionsEnded", topic = TOPIC, consumer = CONSUMER)
    void signedOut(Envelope<SignedOutEverywhere> event) {
        var user = event.payload();
        table.note(new EndedSession(user.userId(), user.sessionGeneration(), false), event.timestamp());
    }

    @When(value = "UserErased", topic = TOPIC, consumer = CONSUMER)
    void erased(Envelope<AccountErased> event) {
        table.note(new EndedSession(event.payload().userId(), 0, true), event.timestamp());
    }
}
