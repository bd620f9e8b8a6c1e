package swapr.listing;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    /** The request breaks a rule of the listing. The listing has not changed. */
    static final class RuleViolation extends RuntimeException {
        private static final long serialVersionUID = 1;

        enum Rule {
            NOT_YOURS,
            NOT_AVAILABLE,
            NOT_LOWER
        }

        final Rule rule;

        private RuleViolation(Rule rule, String message) {
            super(message);
            this.rule = rule;
        }
    }

    @Id
    private UUID id;

    private UUID sellerId;
    private Sneakers sneakers;
    private BigDecimal amount;
    private String currency;

    @Enumerated(EnumType.STRING)
    private Status status = Status.AVAILABLE;

    /** The order that reserved or bought the listing. */
    private @Nullable UUID orderId;

    /** The timestamp of the ListingCreated event. */
    private Instant createdAt;

    private long version;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Listing() {}

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
        requireSeller(person);
        requireAvailable();
        Money previous = price();
        if (!price.isLowerThan(previous)) {
            throw new RuleViolation(
                    RuleViolation.Rule.NOT_LOWER, "must be lower than " + previous.amount() + " " + currency);
        }
        amount = price.value();
        return List.of(new PriceReduced(id, sellerId, sneakers.title(), previous, price, priority));
    }

    /** Returns {@link ListingReserved} or {@link ReservationRejected}. */
    List<ListingEvents> reserve(UUID order, UUID buyer, String seller) {
        if (buyer.equals(sellerId)) {
            return List.of(new ReservationRejected(id, order, Reason.OWN_LISTING));
        }
        if (status != Status.AVAILABLE) {
            return List.of(new ReservationRejected(id, order, Reason.NOT_AVAILABLE));
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
        return List.of(new ListingSold(
                id,
                order,
                buyer,
                sellerId,
                sneakers.title(),
                sneakers.brand(),
                price(),
                Optional.of(sneakers.condition())));
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
        requireSeller(person);
        if (status == Status.WITHDRAWN) {
            return List.of();
        }
        requireAvailable();
        status = Status.WITHDRAWN;
        return List.of(new ListingWithdrawn(id, sellerId, sneakers.title()));
    }

    private void requireSeller(UUID person) {
        if (!person.equals(sellerId)) {
            throw new RuleViolation(RuleViolation.Rule.NOT_YOURS, "Only the seller may change this listing.");
        }
    }

    private void requireAvailable() {
        if (status != Status.AVAILABLE) {
            throw new RuleViolation(
                    RuleViolation.Rule.NOT_AVAILABLE,
                    "The listing is " + status + ". Only an AVAILABLE listing can be changed or withdrawn.");
        }
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

    static String aggregateId(UUID id) {
        return "listing:" + id;
    }

    @Override
    public String aggregateId() {
        return aggregateId(id);
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
