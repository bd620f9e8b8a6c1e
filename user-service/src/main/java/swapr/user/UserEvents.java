package swapr.user;

import java.util.UUID;
import swapr.messaging.EventType;

/** What this service tells the others about a person. */
sealed interface UserEvents {

    @EventType("UserRegistered")
    record UserRegistered(UUID userId, String name, String email) implements UserEvents {}

    @EventType("UserProfileChanged")
    record UserProfileChanged(UUID userId, String name, String email) implements UserEvents {}

    /** Everybody who keeps a copy of this person's name or address deletes it now. */
    @EventType("UserErased")
    record UserErased(UUID userId) implements UserEvents {}
}
