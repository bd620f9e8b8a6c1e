package swapr.listing;

import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.listing.Listing.Status;
import swapr.listing.ListingEvents.*;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/**
 * Keeps the search read model up to date with this service's own events. {@link ListingSearch} reads it.
 *
 * <p>It writes only {@code listing_search}, so that the table can be emptied and rebuilt from the topic. It compares
 * versions, so the result does not depend on the order of the events.
 */
@Component
class WhenListingsChange {

    /** A separate consumer, because the read model is a projection that can be rebuilt; see application.yaml. */
    private static final String CONSUMER = "listing-search";

    private static final String TOPIC = "listing-events";

    private final JdbcClient jdbc;

    WhenListingsChange(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @When(value = "ListingCreated", topic = TOPIC, consumer = CONSUMER)
    void add(Envelope<ListingCreated> event) {
        ListingCreated created = event.payload();
        updateStatusAndPrice(event, created.listingId(), Status.AVAILABLE, created.price());
        describe(event);
    }

    @When(value = "PriceReduced", topic = TOPIC, consumer = CONSUMER)
    void repriceV1(Envelope<PriceReducedV1> event) {
        PriceReducedV1 reduced = event.payload();
        updateStatusAndPrice(event, reduced.listingId(), Status.AVAILABLE, reduced.price());
    }

    @When(value = "PriceReduced", version = 2, topic = TOPIC, consumer = CONSUMER)
    void reprice(Envelope<PriceReduced> event) {
        PriceReduced reduced = event.payload();
        updateStatusAndPrice(event, reduced.listingId(), Status.AVAILABLE, reduced.price());
    }

    @When(value = "ListingReserved", topic = TOPIC, consumer = CONSUMER)
    void hide(Envelope<ListingReserved> event) {
        ListingReserved reserved = event.payload();
        updateStatusAndPrice(event, reserved.listingId(), Status.RESERVED, reserved.price());
    }

    @When(value = "ListingReleased", topic = TOPIC, consumer = CONSUMER)
    void showAgain(Envelope<ListingReleased> event) {
        ListingReleased released = event.payload();
        updateStatusAndPrice(event, released.listingId(), Status.AVAILABLE, released.price());
    }

    @When(value = "ListingSold", topic = TOPIC, consumer = CONSUMER)
    void sell(Envelope<ListingSold> event) {
        ListingSold sold = event.payload();
        updateStatusAndPrice(event, sold.listingId(), Status.SOLD, sold.price());
    }

    @When(value = "ListingWithdrawn", topic = TOPIC, consumer = CONSUMER)
    void withdraw(Envelope<ListingWithdrawn> event) {
        ListingWithdrawn withdrawn = event.payload();
        updateStatusAndPrice(event, withdrawn.listingId(), Status.WITHDRAWN, null);
    }

    /** Updates status and price independently: for each, the event with the higher version wins. */
    private void updateStatusAndPrice(Envelope<?> event, UUID listing, Status status, @Nullable Money price) {
        // An update first, because an insert computes the document of its row, even if the row exists already.
        int updated = withStatusAndPrice("""
                update listing_search set
                  status = case when version < :version then :status else status end,
                  version = greatest(version, :version),
                  amount = case when price_version < :priceVersion then :amount else amount end,
                  currency = case when price_version < :priceVersion then :currency else currency end,
                  price_version = greatest(price_version, :priceVersion)
                where id = :id""", event, listing, status, price);
        if (updated == 0) {
            withStatusAndPrice("""
                insert into listing_search (id, version, status, price_version, amount, currency)
                values (:id, :version, :status, :priceVersion, :amount, :currency)""", event, listing, status, price);
        }
    }

    private int withStatusAndPrice(String sql, Envelope<?> event, UUID listing, Status status, @Nullable Money price) {
        return jdbc.sql(sql)
                .param("id", listing)
                .param("version", event.aggregateVersion())
                .param("status", status.name())
                .param("priceVersion", price == null ? 0 : event.aggregateVersion())
                .param("amount", price == null ? null : price.value())
                .param("currency", price == null ? null : price.currency())
                .update();
    }

    /** Stores the fields that never change. The row exists already. */
    private void describe(Envelope<ListingCreated> event) {
        ListingCreated created = event.payload();
        jdbc.sql("""
                update listing_search set seller_id = :seller, title = :title, brand = :brand, size = :size,
                  condition = :condition, description = :description, created_at = :at where id = :id""")
                .param("id", created.listingId())
                .param("seller", created.sellerId())
                .param("title", created.title())
                .param("brand", created.brand())
                .param("size", created.size())
                .param("condition", created.condition().name())
                .param("description", created.description().orElse(null))
                .param("at", event.timestamp().atOffset(ZoneOffset.UTC))
                .update();
    }
}
