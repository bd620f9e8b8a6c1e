package swapr.listing;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.listing.ListingEvents.*;
import swapr.listing.ListingEvents.ReservationRejected.Reason;

/**
 * One pair of sneakers for sale. A listing is AVAILABLE, then RESERVED for one order, then SOLD. A canceled order
 * releases it to AVAILABLE. Its seller may withdraw it while it is AVAILABLE.
 *
 * <p>Each method checks the rules, changes the state and returns the event. The caller appends the event in the same
 * transaction. The version check of that append makes concurrent buyers safe, so no state may change without an event.
 */
@Entity
@Table(name = "listings")
class Listing {

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
    private Instant createdAt = Instant.EPOCH;

    /** The aggregate version. It counts the event that was returned last. */
    private long version;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Listing() {}

    /** @param version number of events that the id already has, because orders may name it before its listing exists */
    Listing(UUID id, UUID sellerId, Sneakers sneakers, Money price, long version) {
        this.id = id;
        this.sellerId = sellerId;
        this.sneakers = sneakers;
        this.amount = price.value();
        this.currency = price.currency();
        this.version = version;
    }

    /** Returns ListingCreated. Call once, right after construction. */
    ListingCreated announce(String seller) {
        version++;
        return ListingCreated.of(id, sellerId, seller, sneakers, price());
    }

    /** @param time the timestamp of ListingCreated, so that the listing and its event agree */
    void announcedAt(Instant time) {
        createdAt = time;
    }

    PriceReduced reducePrice(UUID person, Money price, boolean priority) {
        requireSeller(person);
        requireAvailable();
        Money previous = price();
        if (!price.isLowerThan(previous)) {
            throw new RuleViolation(
                    RuleViolation.Rule.NOT_LOWER, "must be lower than " + previous.amount() + " " + currency);
        }
        amount = price.value();
        version++;
        return new PriceReduced(id, sellerId, sneakers.title(), previous, price, priority);
    }

    /** Returns {@link ListingReserved} or {@link ReservationRejected}. */
    ListingEvents reserve(UUID order, UUID buyer, String seller) {
        version++;
        if (buyer.equals(sellerId)) {
            return new ReservationRejected(id, order, Reason.OWN_LISTING);
        }
        if (status != Status.AVAILABLE) {
            return new ReservationRejected(id, order, Reason.NOT_AVAILABLE);
        }
        status = Status.RESERVED;
        orderId = order;
        return new ListingReserved(id, order, buyer, sellerId, seller, sneakers.title(), price());
    }

    /** Empty unless the listing is reserved for this order. */
    Optional<ListingSold> sell(UUID order, UUID buyer) {
        if (!isReservedFor(order)) {
            return Optional.empty();
        }
        status = Status.SOLD;
        version++;
        return Optional.of(new ListingSold(
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
    Optional<ListingReleased> release(UUID order, String reason) {
        if (!isReservedFor(order)) {
            return Optional.empty();
        }
        status = Status.AVAILABLE;
        orderId = null;
        version++;
        return Optional.of(new ListingReleased(id, order, sellerId, sneakers.title(), price(), reason));
    }

    /** Empty if the listing is already withdrawn. */
    Optional<ListingWithdrawn> withdraw(UUID person) {
        requireSeller(person);
        if (status == Status.WITHDRAWN) {
            return Optional.empty();
        }
        requireAvailable();
        status = Status.WITHDRAWN;
        version++;
        return Optional.of(new ListingWithdrawn(id, sellerId, sneakers.title()));
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

    /** The aggregate id in the event log, and the record key on Kafka. */
    static String key(UUID id) {
        return "listing:" + id;
    }

    String key() {
        return key(id);
    }

    /** The expectedVersion to pass to EventLog.append for the event just returned. */
    long versionBefore() {
        return version - 1;
    }
}
