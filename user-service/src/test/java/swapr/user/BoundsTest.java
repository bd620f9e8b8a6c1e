package swapr.user;

import org.junit.jupiter.api.Test;
import swapr.testing.OpenApiBounds;

class BoundsTest {

    @Test
    void theContractHasTheBoundsOfTheCode() {
        OpenApiBounds.ofTheContract()
                .areThoseOf(
                        RegistrationController.class,
                        UserController.class,
                        PasswordController.class,
                        SessionController.class);
    }
}
