package swapr.messaging;

/** Runs handlers: as a span of the trace that the event came with, and with the event as cause of all they publish. */
record Handling(String service, Wire wire, Traces traces) {

    void run(Wire.Event event, Reactions.Subscription subscription) {
        var envelope = event.envelope();
        Moment.forget();
        new Cause(envelope.correlationId(), envelope.eventId().toString(), "service:" + service)
                .run(() -> traces.run(
                        "handle " + envelope.eventType(),
                        event.record(),
                        () -> subscription.handler(envelope).handle(envelope, wire)));
    }
}
