package swapr.testing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/**
 * Two users with unexpired tokens that must be refused.
 *
 * @param erased deleted the account
 * @param signedOut signed out everywhere
 */
record EndedUsers(UUID erased, UUID signedOut) {

    EndedUsers() {
        this(UuidCreator.getTimeOrderedEpoch(), UuidCreator.getTimeOrderedEpoch());
    }

    void publish(Kafka kafka) {
        kafka.publish(
                "user-events", TestEvent.of("UserErased", "user:" + erased).with("user_id", erased));
        kafka.publish(
                "user-events",
                TestEvent.of("SessionsEnded", "user:" + signedOut)
                        .with("user_id", signedOut)
                        .with("session_generation", 1));
    }
}
