package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Notifies the seller that the listing is online. */
@Component
class WhenListingCreated {

    record ListingCreated(UUID sellerId, String title, String size, Money price) {}

    private final Notifier notifier;

    WhenListingCreated(Notifier notifier) {
        this.notifier = notifier;
    }

    @When(value = "ListingCreated", topic = "listing-events")
    void notifyTheSeller(Envelope<ListingCreated> event) {
        ListingCreated listing = event.payload();
        Message message = Message.of(
                "Your listing is online: " + listing.title(),
                "%s, size %s, is now for sale on Swapr at %s."
                        .formatted(listing.title(), listing.size(), listing.price()),
                "We will write to you as soon as it is sold.");
        // A seller's own listing is confirmed by e-mail. Listings by a service (sample listings, an import) go to the
        // inbox only, because dozens of e-mails at once would hide the important one.
        if (event.actor().startsWith("service:")) {
            notifier.notifyInInboxOnly(listing.sellerId(), NotificationType.LISTING_PUBLISHED, event, message);
        } else {
            notifier.notifyUser(listing.sellerId(), NotificationType.LISTING_PUBLISHED, event, message);
        }
    }
}
