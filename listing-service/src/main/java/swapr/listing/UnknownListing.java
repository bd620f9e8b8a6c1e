package swapr.listing;

import java.util.UUID;

/** No listing has this id. */
final class UnknownListing extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownListing(UUID id) {
        super("There is no listing " + id + ".");
    }
}
