package swapr.workshop;

/** A step of lab 13: a pair that the partner refuses costs nothing, and the next order of it is inspected again. */
record RefusedPair(Shop shop, BuyerOrders ben) {

    void check() {
        try (var partner = new InspectionPartner(shop)) {
            var order = ben.ordered(Lab13.EXPENSIVE);
            shop.soon(() -> partner.hasBegun(order));
            partner.answer(order, false);
            shop.soon(() -> ben.has(order, "CANCELLED") || ben.isCharged(order));
            Red.unless(
                    !ben.isCharged(order),
                    "Ben was charged for a pair that the partner has refused",
                    "1 order of %s USD; the partner answered that the pair is not genuine".formatted(Lab13.EXPENSIVE),
                    "events of the order: " + ben.events(order),
                    Lab13.MESSAGES.formatted(order));
            Red.unless(
                    ben.has(order, "CANCELLED"),
                    "Ben waits for a pair that the partner has refused",
                    "1 order of %s USD; the partner answered that the pair is not genuine".formatted(Lab13.EXPENSIVE),
                    "the order is " + ben.status(order),
                    "./swapr logs purchase");
            shop.rest();
            nextBuyerGetsAnInspection(partner, ben.again(order));
        }
    }

    /** This partner reads only commands. */
    private void nextBuyerGetsAnInspection(InspectionPartner partner, String order) {
        Red.unless(
                shop.soon(() -> partner.isCommanded(order)),
                "A second order of a refused pair waits: the partner has no command for it",
                "1 order of the pair of %s USD that was refused before".formatted(Lab13.EXPENSIVE),
                "%s; the order is %s; %s"
                        .formatted(
                                partner.seen(order), ben.status(order), new ParkedRecords(shop, "purchase").newest()),
                Lab13.MESSAGES.formatted(order));
    }
}
