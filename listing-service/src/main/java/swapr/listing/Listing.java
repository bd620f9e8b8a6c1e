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
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import swapr.listing.ListingEvents.*;
import swapr.listing.ListingEvents.ReservationRejected.Reason;

/**
 * One pair of sneakers for sale: AVAILABLE, then RESERVED for one order, then SOLD, or released to be AVAILABLE again;
 * its seller may withdraw it while nobody has it. Every method here guards, changes the state and returns the event
 * that says so. The caller appends that event in the same transaction; the version check there is what makes two
 * buyers at once safe, so nothing may change here without an event.
 */
@Entity
@Table(name = "listings")
class Listing {

    /** Only an AVAILABLE one can be bought, changed or withdrawn; SOLD and WITHDRAWN are final. */
    enum Status {
        AVAILABLE,
        RESERVED,
        SOLD,
        WITHDRAWN
    }

    /** A listing will not do what it was asked to; nothing has changed. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        enum Why {
            NOT_YOURS,
            NOT_AVAILABLE,
            NOT_LOWER
        }

        final Why why;

        private Refused(Why why, String message) {
            super(message);
            this.why = why;
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

    /** The order it is reserved for, or was sold to. */
    private @Nullable UUID orderId;

    /** When the log says it was announced. */
    private Instant createdAt = Instant.EPOCH;

    /** How many events this listing has, the one just returned included. */
    private long version;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Listing() {}

    /** @param version how many events the id has already: orders may have asked for it before it existed */
    Listing(UUID id, UUID sellerId, Sneakers sneakers, Money price, long version) {
        this.id = id;
        this.sellerId = sellerId;
        this.sneakers = sneakers;
        this.amount = price.value();
        this.currency = price.currency();
        this.version = version;
    }

    /** Says that the listing is there; once, by whoever made it. */
    ListingCreated announce(String seller) {
        version++;
        return ListingCreated.of(id, sellerId, seller, sneakers, price());
    }

    void announcedAt(Instant time) {
        createdAt = time;
    }

    /** @param published whether a version of the event is: while readers move from one to the next, both are */
    List<ListingEvents> reduce(UUID person, Money price, boolean priority, Predicate<Class<?>> published) {
        onlyFor(person);
        onlyWhenAvailable();
        Money previous = price();
        if (!price.isLowerThan(previous)) {
            throw new Refused(Refused.Why.NOT_LOWER, "must be lower than " + previous.amount() + " " + currency);
        }
        amount = price.value();
        List<ListingEvents> told = Stream.<ListingEvents>of(
                        new PriceReduced(id, sellerId, sneakers.title(), previous, price, priority),
                        new PriceReducedV2(id, sellerId, sneakers.title(), previous, price, priority))
                .filter(telling -> published.test(telling.getClass()))
                .toList();
        version += told.size();
        return told;
    }

    /** Answers with {@link ListingReserved} or {@link ReservationRejected}. */
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

    /** Nothing unless reserved for that very order. */
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

    /** Nothing unless reserved for that very order, so a release can happen only once. */
    Optional<ListingReleased> release(UUID order, String reason) {
        if (!isReservedFor(order)) {
            return Optional.empty();
        }
        status = Status.AVAILABLE;
        orderId = null;
        version++;
        return Optional.of(new ListingReleased(id, order, sellerId, sneakers.title(), price(), reason));
    }

    /** Nothing when it is withdrawn already. */
    Optional<ListingWithdrawn> withdraw(UUID person) {
        onlyFor(person);
        if (status == Status.WITHDRAWN) {
            return Optional.empty();
        }
        onlyWhenAvailable();
        status = Status.WITHDRAWN;
        version++;
        return Optional.of(new ListingWithdrawn(id, sellerId, sneakers.title()));
    }

    private void onlyFor(UUID person) {
        if (!person.equals(sellerId)) {
            throw new Refused(Refused.Why.NOT_YOURS, "Only its seller may change a listing.");
        }
    }

    private void onlyWhenAvailable() {
        if (status != Status.AVAILABLE) {
            throw new Refused(Refused.Why.NOT_AVAILABLE, "The listing is " + status + ".");
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

    /** The id its events are logged under, and the key they travel with. */
    static String key(UUID id) {
        return "listing:" + id;
    }

    String key() {
        return key(id);
    }

    /** Where the log must still be for the event just returned to count. */
    long versionBefore() {
        return versionBefore(1);
    }

    /** The same for several. */
    long versionBefore(int events) {
        return version - events;
    }
}
