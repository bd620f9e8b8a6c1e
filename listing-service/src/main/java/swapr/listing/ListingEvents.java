package swapr.listing;

import java.util.Optional;
import java.util.UUID;
import swapr.messaging.EventType;

/** Everything that can happen to a listing, as the rest of the marketplace hears it on {@code listing-events}. */
sealed interface ListingEvents {

    @EventType("ListingCreated")
    record ListingCreated(
            UUID listingId,
            UUID sellerId,
            String sellerName,
            String title,
            String brand,
            String size,
            Sneakers.Condition condition,
            Optional<String> description,
            Money price)
            implements ListingEvents {

        static ListingCreated of(UUID id, UUID sellerId, String sellerName, Sneakers what, Money price) {
            return new ListingCreated(
                    id,
                    sellerId,
                    sellerName,
                    what.title(),
                    what.brand(),
                    what.size(),
                    what.condition(),
                    Optional.ofNullable(what.description()),
                    price);
        }
    }

    /** The first version of it, for readers that do not know {@link PriceReducedV2} yet. */
    @EventType("PriceReduced")
    record PriceReduced(
            UUID listingId, UUID sellerId, String title, Money previousPrice, Money price, boolean highPriority)
            implements ListingEvents {}

    @EventType(value = "PriceReduced", version = 2)
    record PriceReducedV2(
            UUID listingId, UUID sellerId, String title, Money previousPrice, Money price, boolean isPriority)
            implements ListingEvents {}

    @EventType("ListingReserved")
    record ListingReserved(
            UUID listingId, UUID orderId, UUID buyerId, UUID sellerId, String sellerName, String title, Money price)
            implements ListingEvents {}

    @EventType("ReservationRejected")
    record ReservationRejected(UUID listingId, UUID orderId, Reason reason) implements ListingEvents {

        enum Reason {
            LISTING_NOT_FOUND,
            NOT_AVAILABLE,
            OWN_LISTING
        }
    }

    @EventType("ListingReleased")
    record ListingReleased(UUID listingId, UUID orderId, UUID sellerId, String title, Money price, String reason)
            implements ListingEvents {}

    /** Final. Its condition is absent in events from before it was told. */
    @EventType("ListingSold")
    record ListingSold(
            UUID listingId,
            UUID orderId,
            UUID buyerId,
            UUID sellerId,
            String title,
            String brand,
            Money price,
            Optional<Sneakers.Condition> condition)
            implements ListingEvents {}

    @EventType("ListingWithdrawn")
    record ListingWithdrawn(UUID listingId, UUID sellerId, String title) implements ListingEvents {}
}
