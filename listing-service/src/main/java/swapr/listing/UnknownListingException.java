package swapr.listing;

import java.util.UUID;

/** No listing has this id. */
final class UnknownListingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownListingException(UUID id) {
        super("There is no listing " + id + ".");
    }
}
