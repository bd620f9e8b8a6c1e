package swapr.listing;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.listing.Listing.Status;
import swapr.listing.ListingEvents.ListingCreated;
import swapr.messaging.Envelope;

/**
 * Writes the search read model, from this service's own events. It writes {@code listing_search} and nothing else, so
 * the table can be emptied and rebuilt from the topic; and it compares versions, so the table ends up the same in
 * whatever order the events come. {@link ListingSearch} reads it.
 */
@Component
class SearchIndex {

    /** The consumer whose reactions write here, and the topic it reads: a projection, see application.yaml. */
    static final String CONSUMER = "listing-search";

    static final String TOPIC = "listing-events";

    private final JdbcClient jdbc;

    SearchIndex(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Only ever forward, status and price each: of two events the one with the higher version counts. */
    void move(Envelope<?> event, UUID listing, Status status, @Nullable Money price) {
        BigDecimal amount = price == null ? null : price.value();
        String currency = price == null ? null : price.currency();
        jdbc.sql("""
                insert into listing_search as old (id, version, status, price_version, amount, currency)
                values (:id, :version, :status, :priceVersion, :amount, :currency)
                on conflict (id) do update set
                  status = case when old.version < excluded.version then excluded.status else old.status end,
                  version = greatest(old.version, excluded.version),
                  amount = case when old.price_version < excluded.price_version then excluded.amount else old.amount end,
                  currency = case when old.price_version < excluded.price_version then excluded.currency else old.currency end,
                  price_version = greatest(old.price_version, excluded.price_version)""")
                .param("id", listing)
                .param("version", event.aggregateVersion())
                .param("status", status.name())
                .param("priceVersion", price == null ? 0 : event.aggregateVersion())
                .param("amount", amount)
                .param("currency", currency)
                .update();
    }

    /** What never changes, of a listing that is there already. */
    void describe(Envelope<ListingCreated> event) {
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
