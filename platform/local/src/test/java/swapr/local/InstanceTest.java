package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Which processes there are with several instances, what they are called, and where they listen. */
class InstanceTest {

    private final PortBlock two = new PortBlock(9_000, 2);

    @Test
    void thereIsOneDoorAndTwoOfEachService() {
        assertThat(two.processes())
                .containsExactly(
                        "postgres",
                        "kafka",
                        "bank",
                        "mail",
                        "edge",
                        "user",
                        "listing",
                        "purchase",
                        "notification",
                        "analytics",
                        "user-2",
                        "listing-2",
                        "purchase-2",
                        "notification-2",
                        "analytics-2");
    }

    @Test
    void namesLeadBackToInstances() {
        for (var instance : Instance.all(3)) {
            assertThat(Instance.of(instance.process())).isEqualTo(instance);
        }
        assertThat(Instance.of("purchase-service")).isEqualTo(new Instance(App.PURCHASE, 1));
        assertThatThrownBy(() -> Instance.of("teapot")).hasMessage("there is no service teapot");
    }

    @Test
    void noTwoOfThemWantTheSamePort() {
        assertThat(two.owners()).hasSize(6 * 2 + 5 * 2 + 6);
        assertThat(two.of(new Instance(App.USER, 2))).isEqualTo(9_019);
        assertThat(two.urls(App.USER)).isEqualTo("http://127.0.0.1:9001,http://127.0.0.1:9019");
        assertThat(two.urls(App.EDGE)).isEqualTo("http://127.0.0.1:9000");
    }

    @Test
    void howManyIsOneToThree() {
        assertThatThrownBy(() -> new PortBlock(9_000, 0)).hasMessageContaining("one to three instances");
        assertThatThrownBy(() -> new PortBlock(9_000, 4)).hasMessageContaining("one to three instances");
        assertThatThrownBy(() -> new PortBlock(65_500, 2)).hasMessageContaining("the block of ports begins between");
    }
}
