package swapr.messaging;

import org.springframework.transaction.support.TransactionTemplate;

/** What reactions and commands share. */
record Parts(
        String service,
        MessagingProperties properties,
        TransactionTemplate transaction,
        Wire wire,
        Inbox inbox,
        Parking parking,
        DeadLetters deadLetters,
        Projections projections,
        Traces traces,
        Handling handling,
        Metrics metrics) {}
