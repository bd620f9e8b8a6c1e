package swapr.listing;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.ListCrudRepository;

/**
 * All listings, in every status. Loading a listing for update takes a row lock. Without it, most of 200 concurrent
 * orders for one listing on two instances would fail the version check and retry again and again. The version check
 * makes the change safe. The lock makes it fast and fair.
 */
interface Listings extends ListCrudRepository<Listing, UUID> {

    /** Locks the listing until the end of the transaction. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select listing from Listing listing where listing.id = :id")
    Optional<Listing> findByIdForUpdate(UUID id);

    /** Locks the listings until the end of the transaction, ordered by id so that two transactions cannot deadlock. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select listing from Listing listing where listing.sellerId = :sellerId and listing.status = :status"
            + " order by listing.id")
    List<Listing> findBySellerIdAndStatusForUpdate(UUID sellerId, Listing.Status status);
}
