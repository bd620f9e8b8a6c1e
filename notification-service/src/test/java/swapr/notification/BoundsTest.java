package swapr.notification;

import org.junit.jupiter.api.Test;
import swapr.testing.OpenApiBounds;

class BoundsTest {

    @Test
    void theContractHasTheBoundsOfTheCode() {
        OpenApiBounds.ofTheContract().areThoseOf(NotificationController.class);
    }
}
