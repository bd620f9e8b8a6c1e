package swapr.messaging;

/** Runs handlers: as a span of the trace that the event came with, and with the event as cause of all they publish. */
record HandlerInvoker(String service, EventCodec codec, Traces traces) {

    void run(EventCodec.Event event, SubscriptionRegistry.Subscription subscription) {
        var envelope = event.envelope();
        CallTime.forget();
        new EventContext(envelope.correlationId(), envelope.eventId().toString(), "service:" + service)
                .run(() -> traces.run(
                        "handle " + envelope.eventType(),
                        event.record(),
                        () -> subscription.handler(envelope).handle(envelope, codec)));
    }
}
