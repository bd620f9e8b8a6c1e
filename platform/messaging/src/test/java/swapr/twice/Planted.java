package swapr.twice;

import swapr.messaging.EventType;

/** Two records with the same event type, for the test that finds this mistake. No other test scans this package. */
final class Planted {

    private Planted() {}

    @EventType("Twice")
    record One() {}

    @EventType("Twice")
    record Another() {}
}
