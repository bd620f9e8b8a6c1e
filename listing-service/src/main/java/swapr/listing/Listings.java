package swapr.listing;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

/** All listings, whatever their status. */
interface Listings extends ListCrudRepository<Listing, UUID> {

    List<Listing> findBySellerIdAndStatus(UUID sellerId, Listing.Status status);
}
