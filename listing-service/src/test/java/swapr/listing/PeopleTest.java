package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.POST;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import swapr.testing.TestEvent;

/** Names of users: how this service stores and erases them. */
class PeopleTest extends ListingServiceTest {

    private static final String USERS = "user-events";

    private final Person ada = person("ada in her token");

    @Test
    void theNameInTheTokenIsUsedUntilTheRegistrationArrives() {
        UUID listing = listed(ada);
        assertThat(sellerOf(listing)).isEqualTo("ada in her token");

        kafka.deliver(USERS, user("UserRegistered", 1).with("name", "Ada Lovelace"))
                .eventually(() -> assertThat(sellerOf(listing)).isEqualTo("Ada Lovelace"))
                .andAgainChangesNothing(this::sellers);
    }

    @Test
    void laterListingsUseTheNewName() {
        kafka.deliver(USERS, user("UserRegistered", 1).with("name", "Ada Byron"));
        kafka.deliver(USERS, user("UserProfileChanged", 2).with("name", "Ada Lovelace"))
                .eventually(() -> assertThat(sellers()).containsExactly("Ada Lovelace 2"))
                .andAgainChangesNothing(this::sellers);

        try (var events = kafka.record("listing-events")) {
            UUID listing = listed(ada);
            assertThat(events.await("ListingCreated", "listing:" + listing)
                            .payload()
                            .path("seller_name")
                            .asString())
                    .isEqualTo("Ada Lovelace");
        }
    }

    @Test
    void anOlderNameNeverReplacesANewerOne() {
        kafka.deliver(USERS, user("UserProfileChanged", 3).with("name", "Ada Lovelace"))
                .eventually(() -> assertThat(sellers()).containsExactly("Ada Lovelace 3"));

        kafka.awaitProcessed(kafka.publish(USERS, user("UserProfileChanged", 2).with("name", "Ada Byron")));

        assertThat(sellers()).containsExactly("Ada Lovelace 3");
    }

    @Test
    void aNameOutsideTheContractIsNotStored() {
        kafka.deliver(USERS, user("UserProfileChanged", 1).with("name", "Ada Byron"))
                .eventually(() -> assertThat(sellers()).containsExactly("Ada Byron 1"));

        kafka.awaitProcessed(kafka.publish(USERS, user("UserProfileChanged", 2).with("name", "")));

        assertThat(sellers()).containsExactly("Ada Byron 1");
    }

    @Test
    void anErasedSellerHasNoNameAndSellsNothing() {
        UUID available = listed(ada);
        UUID reserved = listed(ada);
        Person bob = person("Bob");
        UUID order = reserved(reserved, bob);
        UUID ofAnotherSeller = listed(person("Carol"));

        kafka.deliver(USERS, user("UserErased", 2))
                .eventually(() -> assertThat(statusOf(available)).isEqualTo("WITHDRAWN"))
                .andAgainChangesNothing(() -> List.of(log(available), log(reserved), sellers()));

        assertThat(sellerOf(available)).isEqualTo("a former member");
        assertThat(sellers()).containsExactly("null 2");
        assertThat(statusOf(reserved)).isEqualTo("RESERVED");
        assertThat(statusOf(ofAnotherSeller)).isEqualTo("AVAILABLE");
        // 403 from this service, or 401 as soon as the token is no longer valid.
        assertThat(call(POST, "/listings", ada, sneakers()).status()).isIn(401, 403);

        kafka.awaitProcessed(kafka.publish(USERS, user("UserProfileChanged", 1).with("name", "Ada")));
        assertThat(sellers()).containsExactly("null 2");

        kafka.publish(
                "purchase-events",
                orderEvent("OrderCancelled", order, reserved, bob).with("reason", "TIMED_OUT"));
        eventually(() -> assertThat(log(reserved))
                .containsExactly("ListingCreated 1", "ListingReserved 2", "ListingReleased 3", "ListingWithdrawn 4"));
    }

    private TestEvent user(String type, int version) {
        return TestEvent.of(type, "user:" + ada.id())
                .with("user_id", ada.id())
                .with("email", "ada@example.org")
                .version(version);
    }

    private String sellerOf(UUID listing) {
        return show(listing).body().path("seller_name").asString();
    }

    private List<String> sellers() {
        return jdbc.sql("select coalesce(name, 'null') || ' ' || version from sellers where id = ?")
                .param(ada.id())
                .query((row, n) -> row.getString(1))
                .list();
    }
}
