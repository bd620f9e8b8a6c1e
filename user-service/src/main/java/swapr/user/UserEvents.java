package swapr.user;

import java.util.UUID;
import swapr.messaging.EventType;

/** What this service tells the others about a person. */
sealed interface UserEvents {

    @EventType("UserRegistered")
    record UserRegistered(UUID userId, String name, String email) implements UserEvents {}

    @EventType("UserProfileChanged")
    record UserProfileChanged(UUID userId, String name, String email) implements UserEvents {}

    /** The person has a new password. The event carries neither the old nor the new one. */
    @EventType("PasswordChanged")
    record PasswordChanged(UUID userId) implements UserEvents {}

    /**
     * The person signed out everywhere.
     *
     * @param sessionGeneration the first generation that is valid, 1 or more: a token with a smaller claim {@code
     *     session_generation} is refused; a token without the claim has generation 0
     */
    @EventType("SessionsEnded")
    record SessionsEnded(UUID userId, long sessionGeneration) implements UserEvents {}

    /** Everybody who keeps a copy of this person's name or address deletes it now. */
    @EventType("UserErased")
    record UserErased(UUID userId) implements UserEvents {}
}
