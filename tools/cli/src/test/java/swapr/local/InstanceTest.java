package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The processes of several instances, with their names and ports. */
class InstanceTest {

    private final PortBlock two = new PortBlock(9_000, 2);

    @Test
    void thereIsOneEdgeAndTwoInstancesOfEachService() {
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
                        "analytics-2",
                        "room");
        assertThat(new PortBlock(9_000, 2, false).processes()).doesNotContain("room");
    }

    @Test
    void anInstanceIsFoundByItsName() {
        for (var instance : Instance.all(3)) {
            assertThat(Instance.of(instance.process())).isEqualTo(instance);
        }
        assertThat(Instance.of("purchase-service")).isEqualTo(new Instance(App.PURCHASE, 1));
        assertThatThrownBy(() -> Instance.of("teapot")).hasMessage("there is no service teapot");
    }

    @Test
    void noTwoProcessesUseTheSamePort() {
        assertThat(two.owners()).hasSize(6 * 2 + 5 * 2 + 7).containsEntry(9_018, "room");
        assertThat(two.of(new Instance(App.USER, 2))).isEqualTo(9_019);
        assertThat(two.urls(App.USER)).isEqualTo("http://127.0.0.1:9001,http://127.0.0.1:9019");
        assertThat(two.urls(App.EDGE)).isEqualTo("http://127.0.0.1:9000");
    }

    @Test
    void theNumberOfInstancesIsOneToThree() {
        assertThatThrownBy(() -> new PortBlock(9_000, 0)).hasMessageContaining("one to three instances");
        assertThatThrownBy(() -> new PortBlock(9_000, 4)).hasMessageContaining("one to three instances");
        assertThatThrownBy(() -> new PortBlock(65_500, 2)).hasMessageContaining("must be between 1024 and");
    }
}
