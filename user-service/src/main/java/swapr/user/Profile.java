package swapr.user;

import java.util.UUID;

/** A user's own account as the REST API returns it. */
record Profile(UUID id, String name, String email) {

    static Profile of(User user) {
        return new Profile(user.id(), user.name(), user.email());
    }
}
