package swapr.messaging;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Ids are UUIDv7 (RFC 9562), made in the application: they sort by time, so indexes grow at one end. */
final class Ids {

    private Ids() {}

    static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }
}
