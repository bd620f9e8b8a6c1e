package swapr.twice;

import swapr.messaging.EventType;

/** A mistake, planted for the test that finds it. Nothing else scans this package. */
final class Planted {

    private Planted() {}

    @EventType("Twice")
    record One() {}

    @EventType("Twice")
    record Another() {}
}
