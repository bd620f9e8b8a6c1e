package swapr.listing;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.listing.ListingEvents.*;
import swapr.listing.ListingEvents.ReservationRejected.Reason;
import swapr.messaging.Aggregate;

/**
 * One pair of sneakers for sale. A listing is AVAILABLE, then RESERVED for one order, then SOLD. A canceled order
 * releases it to AVAILABLE. Its seller may withdraw it while it is AVAILABLE.
 *
 * <p>Each method checks the rules, changes the state and returns the events. The caller appends them in the same
 * transaction. The version check of that append makes concurrent buyers safe, so no state may change without an event.
 */
@Entity
@Table(name = "listings")
class Listing implements Aggregate {

    /** Only an AVAILABLE listing can be reserved, changed or withdrawn. SOLD and WITHDRAWN are final. */
    enum Status {
        AVAILABLE,
        RESERVED,
        SOLD,
        WITHDRAWN
    }

    @Id
    private UUID id;

    private UUID sellerId;
    private Sneakers sneakers;
    private BigDecimal amount;
    private String currency;

    @Enumerated(EnumType.STRING)
    private Status status = Status.AVAILABLE;

    private @Nullable UUID orderId; // of the order that reserved or bought the listing
    private Instant createdAt;
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected Listing() {} // for JPA

    /** @param createdAt the timestamp of ListingCreated, so that the listing and its event agree */
    Listing(UUID id, UUID sellerId, Sneakers sneakers, Money price, Instant createdAt) {
        this.id = id;
        this.sellerId = sellerId;
        this.sneakers = sneakers;
        this.amount = price.value();
        this.currency = price.currency();
        this.createdAt = createdAt;
    }

    /** The first event of a new listing. */
    List<ListingEvents> create(String seller) {
        return List.of(ListingCreated.of(id, sellerId, seller, sneakers, price()));
    }

    List<ListingEvents> reducePrice(UUID person, Money price, boolean priority) {
        Money previous = price();
        RuleViolationException.requireSeller(person, sellerId);
        RuleViolationException.requireAvailable(status);
        RuleViolationException.requireLower(price, previous);
        amount = price.value();
        return List.of(new PriceReduced(id, sellerId, sneakers.title(), previous, price, priority));
    }

    /** Returns {@link ListingReserved} or {@link ReservationRejected}. */
    List<ListingEvents> reserve(UUID order, UUID buyer, String seller) {
        if (buyer.equals(sellerId) || status != Status.AVAILABLE) {
            Reason reason = buyer.equals(sellerId) ? Reason.OWN_LISTING : Reason.NOT_AVAILABLE;
            return List.of(new ReservationRejected(id, order, reason));
        }
        status = Status.RESERVED;
        orderId = order;
        return List.of(new ListingReserved(id, order, buyer, sellerId, seller, sneakers.title(), price()));
    }

    /** Empty unless the listing is reserved for this order. */
    List<ListingEvents> sell(UUID order, UUID buyer) {
        if (!isReservedFor(order)) {
            return List.of();
        }
        status = Status.SOLD;
        return List.of(ListingSold.of(id, order, buyer, sellerId, sneakers, price()));
    }

    /** Empty unless the listing is reserved for this order, so a reservation is released only once. */
    List<ListingEvents> release(UUID order, String reason) {
        if (!isReservedFor(order)) {
            return List.of();
        }
        status = Status.AVAILABLE;
        orderId = null;
        return List.of(new ListingReleased(id, order, sellerId, sneakers.title(), price(), reason));
    }

    /** Empty if the listing is already withdrawn. */
    List<ListingEvents> withdraw(UUID person) {
        RuleViolationException.requireSeller(person, sellerId);
        if (status == Status.WITHDRAWN) {
            return List.of();
        }
        RuleViolationException.requireAvailable(status);
        status = Status.WITHDRAWN;
        return List.of(new ListingWithdrawn(id, sellerId, sneakers.title()));
    }

    private boolean isReservedFor(UUID order) {
        return status == Status.RESERVED && order.equals(orderId);
    }

    private Money price() {
        return Money.of(amount, currency);
    }

    UUID sellerId() {
        return sellerId;
    }

    ListingResponse view(String seller) {
        return new ListingResponse(id, status, version, sellerId, seller, sneakers, price(), createdAt);
    }

    @Override
    public String aggregateId() {
        return ListingEvents.aggregateId(id);
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public void setVersion(long version) {
        this.version = version;
    }
}
