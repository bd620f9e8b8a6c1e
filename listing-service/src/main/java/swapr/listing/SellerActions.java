package swapr.listing;

import java.util.UUID;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;
import swapr.messaging.EventLog;
import swapr.web.CurrentUser;

/** What a seller can do. Each method is one transaction: the listing and the event that says so, or neither. */
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
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "This account has been erased.");
        }
        // Orders for this id may have been refused before it existed; its history starts there. Read before the check
        // below:
        // another instance that creates the same listing in between is then found by one of the two, or by the append.
        long version = eventLog.version(Listing.key(id));
        if (listings.existsById(id)) {
            throw new OptimisticLockingFailureException("Another instance has just created listing " + id);
        }
        String name = sellers.nameOf(seller.id());
        var listing = new Listing(id, seller.id(), sneakers, price, version);
        eventLog.append(listing.key(), version, listing.announce(name));
        listing.announcedAt(eventLog.time());
        listings.save(listing);
        return listing.view(name);
    }

    ListingResponse reducePrice(UUID id, CurrentUser seller, Money price, boolean highPriority) {
        Listing listing = find(id);
        var told = listing.reduce(seller.id(), price, highPriority, eventLog::publishes);
        eventLog.append(listing.key(), listing.versionBefore(told.size()), told.toArray());
        return listing.view(sellers.nameOf(listing.sellerId()));
    }

    void withdraw(UUID id, CurrentUser seller) {
        Listing listing = find(id);
        listing.withdraw(seller.id())
                .ifPresent(withdrawn -> eventLog.append(listing.key(), listing.versionBefore(), withdrawn));
    }

    @Transactional(readOnly = true)
    ListingResponse show(UUID id) {
        Listing listing = listings.findById(id).orElseThrow(() -> unknown(id));
        return listing.view(sellers.nameOf(listing.sellerId()));
    }

    private Listing find(UUID id) {
        return listings.findByIdForUpdate(id).orElseThrow(() -> unknown(id));
    }

    private static ResponseStatusException unknown(UUID id) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no listing " + id + ".");
    }
}
