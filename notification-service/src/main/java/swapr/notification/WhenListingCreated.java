package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Tells the seller that the listing is online. */
@Component
class WhenListingCreated {

    record ListingCreated(UUID sellerId, String title, String size, Money price) {}

    private final Notifier notifier;

    WhenListingCreated(Notifier notifier) {
        this.notifier = notifier;
    }

    @When(value = "ListingCreated", topic = "listing-events")
    void tellTheSeller(Envelope<ListingCreated> event) {
        ListingCreated listing = event.payload();
        Message message = Message.of(
                "Your listing is online: " + listing.title(),
                "%s, size %s, is now for sale on Swapr at %s."
                        .formatted(listing.title(), listing.size(), listing.price()),
                "We will write to you as soon as somebody buys it.");
        // A person confirms their own doing by e-mail; what a service listed for somebody (the seeded catalogue, an
        // import) would fill their mailbox with dozens of e-mails at once and hide the one that matters.
        if (event.actor().startsWith("service:")) {
            notifier.notifyInInboxOnly(listing.sellerId(), NotificationType.LISTING_PUBLISHED, event, message);
        } else {
            notifier.notifyUser(listing.sellerId(), NotificationType.LISTING_PUBLISHED, event, message);
        }
    }
}
