package swapr.messaging;

/**
 * Runs handlers. Each run is a span of the event's trace. The event's id is the causation id of all appended messages.
 */
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
