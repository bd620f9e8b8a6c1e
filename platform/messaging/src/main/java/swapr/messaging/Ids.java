package swapr.messaging;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Makes UUIDv7 ids (RFC 9562) in the application. They sort by time, so indexes grow at one end. */
final class Ids {

    private Ids() {}

    static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
