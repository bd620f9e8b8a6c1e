package swapr.listing;

import org.junit.jupiter.api.Test;
import swapr.testing.OpenApiBounds;

class BoundsTest {

    @Test
    void theContractHasTheBoundsOfTheCode() {
        OpenApiBounds.ofTheContract().areThoseOf(ListingController.class);
    }
}
