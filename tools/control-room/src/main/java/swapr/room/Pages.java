package swapr.room;

/** The answers that the pages ask for. The stream is apart. */
record Pages(Lookup lookup, TopicFigures topics, DeadLetters deadLetters, Balance balance, Faults faults) {

    static Pages of(Services services, Choreography choreography, OffsetFollower offsets, String command) {
        return new Pages(
                new Lookup(services, choreography),
                new TopicFigures(offsets, choreography),
                new DeadLetters(services),
                new Balance(services, choreography, offsets),
                new Faults(command));
    }
}
