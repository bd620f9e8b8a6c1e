package swapr.messaging;

import org.springframework.transaction.support.TransactionTemplate;

/** The objects that reactions, commands and endpoints share. */
record Parts(
        String service,
        MessagingProperties properties,
        TransactionTemplate transaction,
        EventCodec codec,
        Inbox inbox,
        Parking parking,
        DeadLetterStore deadLetters,
        Projections projections,
        Traces traces,
        HandlerInvoker invoker,
        Metrics metrics) {}
