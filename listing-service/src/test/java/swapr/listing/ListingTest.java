package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swapr.listing.Listing.Refused.Why;
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
    void says_everything_about_itself_when_announced() {
        Listing listing = new Listing(ID, SELLER, CHICAGO, PRICE, 0);

        assertThat(listing.announce("Ada"))
                .isEqualTo(new ListingCreated(
                        ID,
                        SELLER,
                        "Ada",
                        "Air Jordan 1 Chicago",
                        "Jordan",
                        "US 9",
                        Sneakers.Condition.VINTAGE,
                        Optional.empty(),
                        PRICE));
        assertThat(listing.view("Ada").version()).isEqualTo(1);
        assertThat(listing.versionBefore()).isZero();
    }

    @Test
    void starts_its_history_after_earlier_rejections_of_its_id() {
        Listing listing = new Listing(ID, SELLER, CHICAGO, PRICE, 2);
        listing.announce("Ada");

        assertThat(listing.view("Ada").version()).isEqualTo(3);
        assertThat(listing.versionBefore()).isEqualTo(2);
    }

    @Test
    void is_reserved_for_the_first_buyer_at_the_price_it_has() {
        Listing listing = available();

        assertThat(listing.reserve(ORDER, BUYER, "Ada"))
                .isEqualTo(new ListingReserved(ID, ORDER, BUYER, SELLER, "Ada", "Air Jordan 1 Chicago", PRICE));
        assertThat(status(listing)).isEqualTo(Status.RESERVED);
    }

    @ParameterizedTest
    @EnumSource(names = "AVAILABLE", mode = EnumSource.Mode.EXCLUDE)
    void turns_a_buyer_away_unless_available(Status status) {
        Listing listing = in(status);

        assertThat(listing.reserve(OTHER_ORDER, BUYER, "Ada"))
                .isEqualTo(new ReservationRejected(ID, OTHER_ORDER, Reason.NOT_AVAILABLE));
        assertThat(status(listing)).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void is_never_sold_to_its_own_seller(Status status) {
        Listing listing = in(status);

        assertThat(listing.reserve(OTHER_ORDER, SELLER, "Ada"))
                .isEqualTo(new ReservationRejected(ID, OTHER_ORDER, Reason.OWN_LISTING));
        assertThat(status(listing)).isEqualTo(status);
    }

    @Test
    void is_sold_to_the_order_that_has_it() {
        Listing listing = in(Status.RESERVED);

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
    void is_not_sold_to_any_other_order(Status status) {
        Listing listing = in(status);

        assertThat(listing.sell(OTHER_ORDER, BUYER)).isEmpty();
        assertThat(status(listing)).isEqualTo(status);
    }

    @Test
    void is_released_by_the_order_that_has_it_and_only_once() {
        Listing listing = in(Status.RESERVED);

        assertThat(listing.release(ORDER, "TIMED_OUT"))
                .contains(new ListingReleased(ID, ORDER, SELLER, "Air Jordan 1 Chicago", PRICE, "TIMED_OUT"));
        assertThat(status(listing)).isEqualTo(Status.AVAILABLE);
        assertThat(listing.release(ORDER, "TIMED_OUT")).isEmpty();
        assertThat(listing.sell(ORDER, BUYER)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void is_not_released_by_any_other_order(Status status) {
        Listing listing = in(status);

        assertThat(listing.release(OTHER_ORDER, "TIMED_OUT")).isEmpty();
        assertThat(status(listing)).isEqualTo(status);
    }

    @Test
    void stays_sold_whatever_its_order_does_later() {
        Listing listing = in(Status.SOLD);

        assertThat(listing.release(ORDER, "TIMED_OUT")).isEmpty();
        assertThat(listing.sell(ORDER, BUYER)).isEmpty();
    }

    @Test
    void gets_cheaper() {
        Listing listing = available();

        assertThat(listing.reduce(SELLER, LOWER, true, PriceReducedV2.class::equals))
                .containsExactly(new PriceReducedV2(ID, SELLER, "Air Jordan 1 Chicago", PRICE, LOWER, true));
        assertThat(listing.view("Ada").price()).isEqualTo(LOWER);
    }

    @Test
    void tells_a_reduction_in_both_versions_while_readers_move_each_an_event_of_its_own() {
        Listing listing = available();

        assertThat(listing.reduce(SELLER, LOWER, true, any -> true))
                .containsExactly(
                        new PriceReduced(ID, SELLER, "Air Jordan 1 Chicago", PRICE, LOWER, true),
                        new PriceReducedV2(ID, SELLER, "Air Jordan 1 Chicago", PRICE, LOWER, true));
        assertThat(listing.view("Ada").version()).isEqualTo(3);
        assertThat(listing.versionBefore(2)).isEqualTo(1);
    }

    @Test
    void never_gets_dearer_nor_changes_its_currency() {
        Listing listing = available();

        assertThat(refusal(() -> listing.reduce(SELLER, PRICE, false, PriceReducedV2.class::equals)))
                .isEqualTo(Why.NOT_LOWER);
        assertThat(refusal(() -> listing.reduce(SELLER, new Money("251", "USD"), false, PriceReducedV2.class::equals)))
                .isEqualTo(Why.NOT_LOWER);
        assertThat(refusal(() -> listing.reduce(SELLER, new Money("1", "EUR"), false, PriceReducedV2.class::equals)))
                .isEqualTo(Why.NOT_LOWER);
        assertThat(listing.view("Ada").price()).isEqualTo(PRICE);
        assertThat(listing.view("Ada").version()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = "AVAILABLE", mode = EnumSource.Mode.EXCLUDE)
    void keeps_its_price_unless_available(Status status) {
        assertThat(refusal(() -> in(status).reduce(SELLER, LOWER, false, PriceReducedV2.class::equals)))
                .isEqualTo(Why.NOT_AVAILABLE);
    }

    @Test
    void is_withdrawn_once() {
        Listing listing = available();

        assertThat(listing.withdraw(SELLER)).contains(new ListingWithdrawn(ID, SELLER, "Air Jordan 1 Chicago"));
        assertThat(listing.withdraw(SELLER)).isEmpty();
        assertThat(status(listing)).isEqualTo(Status.WITHDRAWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESERVED", "SOLD"})
    void is_not_withdrawn_from_under_a_buyer(Status status) {
        assertThat(refusal(() -> in(status).withdraw(SELLER))).isEqualTo(Why.NOT_AVAILABLE);
    }

    @ParameterizedTest
    @EnumSource
    void obeys_nobody_but_its_seller(Status status) {
        assertThat(refusal(() -> in(status).reduce(BUYER, LOWER, false, PriceReducedV2.class::equals)))
                .isEqualTo(Why.NOT_YOURS);
        assertThat(refusal(() -> in(status).withdraw(BUYER))).isEqualTo(Why.NOT_YOURS);
    }

    private static Listing available() {
        Listing listing = new Listing(ID, SELLER, CHICAGO, PRICE, 0);
        listing.announce("Ada");
        return listing;
    }

    private static Listing in(Status status) {
        Listing listing = available();
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

    private static Why refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(Listing.Refused.class, action).why;
    }
}
