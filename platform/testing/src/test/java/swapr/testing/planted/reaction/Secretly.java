package swapr.testing.planted.reaction;

import swapr.messaging.When;

class Secretly {

    @When("SomethingHappened")
    void react() {}
}
