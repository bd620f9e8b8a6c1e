package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swapr.listing.Listing.Status;
import swapr.listing.ListingEvents.*;
import swapr.listing.ListingEvents.ReservationRejected.Reason;

class ListingTest {

    private static final UUID ID = UUID.randomUUID();
    private static final UUID SELLER = UUID.randomUUID();
    private static final UUID BUYER = UUID.randomUUID();
    private static final UUID ORDER = UUID.randomUUID();
    private static final UUID OTHER_ORDER = UUID.randomUUID();
    private static final Money PRICE = new Money("250.00", "USD");
    private static final Money LOWER = new Money("199.00", "USD");
    private static final Sneakers CHICAGO =
            new Sneakers("Air Jordan 1 Chicago", "Jordan", "US 9", Sneakers.Condition.VINTAGE, null);

    @Test
    void listingCreatedContainsAllFields() {
        Listing listing = new Listing(ID, SELLER, CHICAGO, PRICE, Instant.EPOCH);

        assertThat(listing.create("Ada"))
                .containsExactly(new ListingCreated(
                        ID,
                        SELLER,
                        "Ada",
                        "Air Jordan 1 Chicago",
                        "Jordan",
                        "US 9",
                        Sneakers.Condition.VINTAGE,
                        Optional.empty(),
                        PRICE));
    }

    @Test
    void theFirstBuyerReservesAtTheCurrentPrice() {
        Listing listing = availableListing();

        assertThat(listing.reserve(ORDER, BUYER, "Ada"))
                .containsExactly(new ListingReserved(ID, ORDER, BUYER, SELLER, "Ada", "Air Jordan 1 Chicago", PRICE));
        assertThat(status(listing)).isEqualTo(Status.RESERVED);
    }

    @ParameterizedTest
    @EnumSource(names = "AVAILABLE", mode = EnumSource.Mode.EXCLUDE)
    void onlyAnAvailableListingCanBeReserved(Status status) {
        Listing listing = listingIn(status);

        assertThat(listing.reserve(OTHER_ORDER, BUYER, "Ada"))
                .containsExactly(new ReservationRejected(ID, OTHER_ORDER, Reason.NOT_AVAILABLE));
        assertThat(status(listing)).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void aSellerCannotReserveTheirOwnListing(Status status) {
        Listing listing = listingIn(status);

        assertThat(listing.reserve(OTHER_ORDER, SELLER, "Ada"))
                .containsExactly(new ReservationRejected(ID, OTHER_ORDER, Reason.OWN_LISTING));
        assertThat(status(listing)).isEqualTo(status);
    }

    @Test
    void theReservingOrderBuysTheListing() {
        Listing listing = listingIn(Status.RESERVED);

        assertThat(listing.sell(ORDER, BUYER))
                .contains(new ListingSold(
                        ID,
                        ORDER,
                        BUYER,
                        SELLER,
                        "Air Jordan 1 Chicago",
                        "Jordan",
                        PRICE,
                        Optional.of(Sneakers.Condition.VINTAGE)));
        assertThat(status(listing)).isEqualTo(Status.SOLD);
    }

    @ParameterizedTest
    @EnumSource
    void anotherOrderCannotBuyTheListing(Status status) {
        Listing listing = listingIn(status);

        assertThat(listing.sell(OTHER_ORDER, BUYER)).isEmpty();
        assertThat(status(listing)).isEqualTo(status);
    }

    @Test
    void theReservingOrderReleasesTheListingOnce() {
        Listing listing = listingIn(Status.RESERVED);

        assertThat(listing.release(ORDER, "TIMED_OUT"))
                .contains(new ListingReleased(ID, ORDER, SELLER, "Air Jordan 1 Chicago", PRICE, "TIMED_OUT"));
        assertThat(status(listing)).isEqualTo(Status.AVAILABLE);
        assertThat(listing.release(ORDER, "TIMED_OUT")).isEmpty();
        assertThat(listing.sell(ORDER, BUYER)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anotherOrderCannotReleaseTheListing(Status status) {
        Listing listing = listingIn(status);

        assertThat(listing.release(OTHER_ORDER, "TIMED_OUT")).isEmpty();
        assertThat(status(listing)).isEqualTo(status);
    }

    @Test
    void aSoldListingStaysSold() {
        Listing listing = listingIn(Status.SOLD);

        assertThat(listing.release(ORDER, "TIMED_OUT")).isEmpty();
        assertThat(listing.sell(ORDER, BUYER)).isEmpty();
    }

    @Test
    void theSellerReducesThePrice() {
        Listing listing = availableListing();

        assertThat(listing.reducePrice(SELLER, LOWER, true))
                .containsExactly(new PriceReduced(ID, SELLER, "Air Jordan 1 Chicago", PRICE, LOWER, true));
        assertThat(listing.view("Ada").price()).isEqualTo(LOWER);
    }

    @Test
    void aReductionHasAnOlderVersionForReadersOfVersion1() {
        var reduced = new PriceReduced(ID, SELLER, "Air Jordan 1 Chicago", PRICE, LOWER, true);

        assertThat(reduced.olderVersions())
                .containsExactly(new PriceReducedV1(ID, SELLER, "Air Jordan 1 Chicago", PRICE, LOWER, true));
    }

    @Test
    void aPriceCannotRiseOrChangeItsCurrency() {
        Listing listing = availableListing();

        assertThat(violation(() -> listing.reducePrice(SELLER, PRICE, false)))
                .isEqualTo(RuleViolationException.Rule.NOT_LOWER);
        assertThat(violation(() -> listing.reducePrice(SELLER, new Money("251", "USD"), false)))
                .isEqualTo(RuleViolationException.Rule.NOT_LOWER);
        assertThat(violation(() -> listing.reducePrice(SELLER, new Money("1", "EUR"), false)))
                .isEqualTo(RuleViolationException.Rule.NOT_LOWER);
        assertThat(listing.view("Ada").price()).isEqualTo(PRICE);
    }

    @ParameterizedTest
    @EnumSource(names = "AVAILABLE", mode = EnumSource.Mode.EXCLUDE)
    void onlyAnAvailableListingCanBeReduced(Status status) {
        assertThat(violation(() -> listingIn(status).reducePrice(SELLER, LOWER, false)))
                .isEqualTo(RuleViolationException.Rule.NOT_AVAILABLE);
    }

    @Test
    void aListingIsWithdrawnOnce() {
        Listing listing = availableListing();

        assertThat(listing.withdraw(SELLER)).contains(new ListingWithdrawn(ID, SELLER, "Air Jordan 1 Chicago"));
        assertThat(listing.withdraw(SELLER)).isEmpty();
        assertThat(status(listing)).isEqualTo(Status.WITHDRAWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESERVED", "SOLD"})
    void aReservedOrSoldListingCannotBeWithdrawn(Status status) {
        assertThat(violation(() -> listingIn(status).withdraw(SELLER)))
                .isEqualTo(RuleViolationException.Rule.NOT_AVAILABLE);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheSellerCanChangeTheListing(Status status) {
        assertThat(violation(() -> listingIn(status).reducePrice(BUYER, LOWER, false)))
                .isEqualTo(RuleViolationException.Rule.NOT_YOURS);
        assertThat(violation(() -> listingIn(status).withdraw(BUYER))).isEqualTo(RuleViolationException.Rule.NOT_YOURS);
    }

    private static Listing availableListing() {
        return new Listing(ID, SELLER, CHICAGO, PRICE, Instant.EPOCH);
    }

    private static Listing listingIn(Status status) {
        Listing listing = availableListing();
        switch (status) {
            case AVAILABLE -> {}
            case RESERVED -> listing.reserve(ORDER, BUYER, "Ada");
            case SOLD -> {
                listing.reserve(ORDER, BUYER, "Ada");
                listing.sell(ORDER, BUYER);
            }
            case WITHDRAWN -> listing.withdraw(SELLER);
        }
        assertThat(status(listing)).isEqualTo(status);
        return listing;
    }

    private static Status status(Listing listing) {
        return listing.view("Ada").status();
    }

    private static RuleViolationException.Rule violation(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(RuleViolationException.class, action).rule;
    }
}
