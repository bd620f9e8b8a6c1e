package swapr.testing.planted.clean;

import swapr.messaging.When;

class WhenHappened {

    @When("Happened")
    void react() {}

    @When("HappenedAgain")
    void reactAgain() {}
}
