package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import swapr.user.UserEvents.UserErased;
import swapr.user.UserEvents.UserProfileChanged;
import swapr.user.UserEvents.UserRegistered;

class UserTest {

    private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-0000000000aa");

    private final User user = new User(ID, "  Ada Lovelace ", " Ada@Example.COM ", "hash", false);

    @Test
    void aRegistrationIsTheFirstEventAndHasNormalizedValues() {
        assertThat(user.register()).containsExactly(new UserRegistered(ID, "Ada Lovelace", "ada@example.com"));
    }

    @Test
    void aChangeEventHasTheWholeNewProfile() {
        assertThat(user.change(" Countess ", null)).contains(new UserProfileChanged(ID, "Countess", "ada@example.com"));
        assertThat(user.change(null, "COUNTESS@example.com"))
                .contains(new UserProfileChanged(ID, "Countess", "countess@example.com"));
    }

    @Test
    void aChangeOfNothingIsNoEvent() {
        assertThat(user.change(null, null)).isEmpty();
        assertThat(user.change("Ada Lovelace ", "ADA@example.com")).isEmpty();
    }

    @Test
    void anErasureEventHasOnlyTheId() {
        assertThat(user.erase()).containsExactly(new UserErased(ID));
    }

    @Test
    void onlyOperatorsHaveARole() {
        assertThat(user.roles()).isEmpty();
        assertThat(new User(ID, "Olga", "olga@example.com", "hash", true).roles())
                .containsExactly("operator");
    }
}
