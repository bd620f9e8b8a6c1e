package swapr.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A listing as the REST API returns it. */
record ListingResponse(
        UUID id,
        Listing.Status status,
        long version,
        UUID sellerId,
        String sellerName,
        String title,
        String brand,
        String size,
        Sneakers.Condition condition,
        @Nullable String description,
        Money price,
        Instant createdAt) {

    ListingResponse(
            UUID id,
            Listing.Status status,
            long version,
            UUID sellerId,
            String sellerName,
            Sneakers sneakers,
            Money price,
            Instant createdAt) {
        this(
                id,
                status,
                version,
                sellerId,
                sellerName,
                sneakers.title(),
                sneakers.brand(),
                sneakers.size(),
                sneakers.condition(),
                sneakers.description(),
                price,
                createdAt);
    }

    /** @param row a row of the search read model, joined with its seller's name */
    static ListingResponse of(ResultSet row) throws SQLException {
        var sneakers = new Sneakers(
                row.getString("title"),
                row.getString("brand"),
                row.getString("size"),
                Sneakers.Condition.valueOf(row.getString("condition")),
                row.getString("description"));
        return new ListingResponse(
                row.getObject("id", UUID.class),
                Listing.Status.valueOf(row.getString("status")),
                row.getLong("version"),
                row.getObject("seller_id", UUID.class),
                row.getString("seller_name"),
                sneakers,
                Money.of(row.getBigDecimal("amount"), row.getString("currency")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    /** Changes with the version and with the seller's name, because a new name does not change the version. */
    String etag() {
        return "\"%d-%x\"".formatted(version, sellerName.hashCode());
    }
}
