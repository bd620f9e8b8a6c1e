package swapr.testing.planted.reaction;

import swapr.messaging.When;

class WhenSomethingHappened {

    @When("SomethingHappened")
    void one() {}

    @When(value = "SomethingElseHappened", topic = "else-events")
    void another() {}
}
