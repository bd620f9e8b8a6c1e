package swapr.listing;

import java.util.UUID;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import swapr.messaging.EventLog;
import swapr.web.CurrentUser;

/** The actions of a seller. A change is one transaction, which stores the listing and appends its events. */
@Component
@Transactional
class SellerActions {

    private final Listings listings;
    private final Sellers sellers;
    private final EventLog eventLog;

    SellerActions(Listings listings, Sellers sellers, EventLog eventLog) {
        this.listings = listings;
        this.sellers = sellers;
        this.eventLog = eventLog;
    }

    ListingResponse list(UUID id, CurrentUser seller, Sneakers sneakers, Money price) {
        if (!sellers.admit(seller.id(), seller.name())) {
            throw new SellerErasedException();
        }
        String name = sellers.nameOf(seller.id());
        var listing = new Listing(id, seller.id(), sneakers, price, eventLog.time());
        // The log may already contain rejections of orders that named this id before its listing existed.
        // Read the version before existsById. If another instance creates the same listing in between, existsById or
        // the version check of the append detects it.
        listing.setVersion(eventLog.version(listing.aggregateId()));
        if (listings.existsById(id)) {
            throw new OptimisticLockingFailureException("Another instance has just created listing " + id);
        }
        eventLog.append(listing, listing.create(name));
        listings.save(listing);
        return listing.view(name);
    }

    ListingResponse reducePrice(UUID id, CurrentUser seller, Money price, boolean highPriority) {
        Listing listing = findForUpdate(id);
        eventLog.append(listing, listing.reducePrice(seller.id(), price, highPriority));
        return listing.view(sellers.nameOf(listing.sellerId()));
    }

    void withdraw(UUID id, CurrentUser seller) {
        Listing listing = findForUpdate(id);
        eventLog.append(listing, listing.withdraw(seller.id()));
    }

    @Transactional(readOnly = true)
    ListingResponse show(UUID id) {
        Listing listing = listings.findById(id).orElseThrow(() -> new UnknownListingException(id));
        return listing.view(sellers.nameOf(listing.sellerId()));
    }

    private Listing findForUpdate(UUID id) {
        return listings.findByIdForUpdate(id).orElseThrow(() -> new UnknownListingException(id));
    }
}
