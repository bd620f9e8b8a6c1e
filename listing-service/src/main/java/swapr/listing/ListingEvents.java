package swapr.listing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import swapr.messaging.EventType;
import swapr.messaging.OlderVersions;

/** The events of a listing, published on {@code listing-events}. */
sealed interface ListingEvents {

    /** The record key of all events of one listing. */
    static String aggregateId(UUID listingId) {
        return "listing:" + listingId;
    }

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

        static ListingCreated of(UUID id, UUID sellerId, String sellerName, Sneakers sneakers, Money price) {
            return new ListingCreated(
                    id,
                    sellerId,
                    sellerName,
                    sneakers.title(),
                    sneakers.brand(),
                    sneakers.size(),
                    sneakers.condition(),
                    Optional.ofNullable(sneakers.description()),
                    price);
        }
    }

    @EventType(value = "PriceReduced", version = 2)
    record PriceReduced(
            UUID listingId, UUID sellerId, String title, Money previousPrice, Money price, boolean isPriority)
            implements ListingEvents, OlderVersions {

        @Override
        public List<PriceReducedV1> olderVersions() {
            return List.of(new PriceReducedV1(listingId, sellerId, title, previousPrice, price, isPriority));
        }
    }

    /** {@link PriceReduced} for readers that do not support version 2 yet. */
    @EventType("PriceReduced")
    record PriceReducedV1(
            UUID listingId, UUID sellerId, String title, Money previousPrice, Money price, boolean highPriority) {}

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

    /** The last event of a sold listing. {@code condition} is absent in events published before the field was added. */
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
            implements ListingEvents {
        static ListingSold of(UUID id, UUID order, UUID buyer, UUID seller, Sneakers sneakers, Money price) {
            var condition = Optional.of(sneakers.condition());
            return new ListingSold(id, order, buyer, seller, sneakers.title(), sneakers.brand(), price, condition);
        }
    }

    @EventType("ListingWithdrawn")
    record ListingWithdrawn(UUID listingId, UUID sellerId, String title) implements ListingEvents {}
}
