package swapr.listing;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.ListCrudRepository;

/**
 * All listings, whatever their status. Who loads one to change it waits for the one before to be done: of two hundred
 * orders for one listing at two instances, most would otherwise lose the version check and try again, over and over. The
 * version check stays what makes it safe; the waiting only makes it quick and fair.
 */
interface Listings extends ListCrudRepository<Listing, UUID> {

    /** Finds a listing in order to change it: it takes a row lock. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select listing from Listing listing where listing.id = :id")
    Optional<Listing> findByIdForUpdate(UUID id);

    /** To change them; in one order everywhere, so that nobody waits in a circle. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    List<Listing> findBySellerIdAndStatusOrderById(UUID sellerId, Listing.Status status);
}
