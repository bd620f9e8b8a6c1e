package swapr.messaging;

import org.springframework.transaction.support.TransactionTemplate;

/** What reactions and commands share. */
record Parts(
        String service,
        MessagingProperties properties,
        TransactionTemplate transaction,
        EventCodec wire,
        Inbox inbox,
        Parking parking,
        DeadLetterStore deadLetters,
        Projections projections,
        Traces traces,
        HandlerInvoker handling,
        Metrics metrics) {}
