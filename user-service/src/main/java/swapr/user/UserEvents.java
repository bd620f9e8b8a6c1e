package swapr.user;

import java.util.UUID;
import swapr.messaging.EventType;

/** The events that this service publishes about a user. */
sealed interface UserEvents {

    @EventType("UserRegistered")
    record UserRegistered(UUID userId, String name, String email) implements UserEvents {}

    @EventType("UserProfileChanged")
    record UserProfileChanged(UUID userId, String name, String email) implements UserEvents {}

    /** The user has a new password. The event contains neither the old nor the new one. */
    @EventType("PasswordChanged")
    record PasswordChanged(UUID userId) implements UserEvents {}

    /**
     * All sessions of the user ended: the user signed out everywhere or changed the password.
     *
     * @param sessionGeneration the first valid generation, 1 or more. A token with a smaller claim {@code
     *     session_generation} is refused. A token without the claim has generation 0.
     */
    @EventType("SessionsEnded")
    record SessionsEnded(UUID userId, long sessionGeneration) implements UserEvents {}

    /** Every service with a copy of this user's name or address deletes the copy. */
    @EventType("UserErased")
    record UserErased(UUID userId) implements UserEvents {}
}
