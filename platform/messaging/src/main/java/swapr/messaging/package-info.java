/**
 * Events and commands between services: publishing, consuming, retries and dead letters.
 *
 * <p>Owns, in each service's schema: {@code event_log}, {@code outbox}, {@code processed_events}, {@code dead_letters},
 * {@code dead_letter_outbox}, {@code relay_leadership}.
 *
 * <p>The public types are {@link swapr.messaging.EventLog}, {@link swapr.messaging.Aggregate}, {@link
 * swapr.messaging.EventType}, {@link swapr.messaging.OlderVersions}, {@link swapr.messaging.Envelope}, {@link
 * swapr.messaging.When}, {@link swapr.messaging.WorkQueue}, {@link swapr.messaging.TryAgainLater} and {@link
 * swapr.messaging.EventContext}, and {@link swapr.messaging.Envelope.Versions} inside of Envelope. Tests of the
 * contracts use {@link swapr.messaging.Readings}. A service publishes with one call inside its transaction ({@link
 * swapr.messaging.EventLog#append}). It reacts to an event with one method annotated with {@code When}. It changes an
 * external system with a command: {@code WorkQueue} annotates its handler, which may throw {@code TryAgainLater}. Each
 * request, handler and timer runs in an {@code EventContext}, which an append reads.
 *
 * <p>One hop of an event:
 *
 * <pre>{@code
 *  publishing service                        consuming service
 *
 *  +-- transaction ------------+             +-- transaction ------------------+
 *  | change of the state       |             | inbox: claim the event          |
 *  | append                    |             | handler: change of the state    |
 *  |   -> event_log + outbox   |             | next append                     |
 *  +---------------------------+             |   -> event_log + outbox         |
 *        |                                   +---------------------------------+
 *        v                                        ^                    |
 *      relay                                   listener                v
 *        |                                        ^                  relay
 *        +--------------->  topic  ---------------+
 * }</pre>
 *
 * <p>The relay deletes a row of the outbox after Kafka has acknowledged its record. The listener commits the offset
 * after its transaction. A crash between the two steps repeats records, and the inbox skips them.
 *
 * <p>An event meets the classes in this order:
 *
 * <ol>
 *   <li>Append: {@link swapr.messaging.PostgresEventLog}, {@link swapr.messaging.PendingEvents},
 *       {@link swapr.messaging.LoggedEvent}, {@link swapr.messaging.EventContext},
 *       {@link swapr.messaging.OlderVersions}, {@link swapr.messaging.EventTypes}, {@link swapr.messaging.EventCodec},
 *       {@link swapr.messaging.EnvelopeBounds}, {@link swapr.messaging.Traces}.
 *   <li>Relay: {@link swapr.messaging.Relay}, {@link swapr.messaging.Leadership},
 *       {@link swapr.messaging.StandbyMonitor}, {@link swapr.messaging.EventOutbox},
 *       {@link swapr.messaging.BatchSender}, {@link swapr.messaging.Rest}, {@link swapr.messaging.WakeUpSignal}.
 *   <li>Topic: {@link swapr.messaging.TopicCreation} creates it for {@link swapr.messaging.Topics}.
 *   <li>Consume: {@link swapr.messaging.ListenerContainers}, {@link swapr.messaging.EventBatchListener},
 *       {@link swapr.messaging.EventCodec}, {@link swapr.messaging.EnvelopeReader},
 *       {@link swapr.messaging.SubscriptionRegistry}, {@link swapr.messaging.Subscription},
 *       {@link swapr.messaging.BatchProcessor}, {@link swapr.messaging.Inbox},
 *       {@link swapr.messaging.DeadLetterStore}, {@link swapr.messaging.HandlerMethod},
 *       {@link swapr.messaging.OutOfOrderDetector}.
 *   <li>After a failure: {@link swapr.messaging.Failures}, {@link swapr.messaging.OutageDetector},
 *       {@link swapr.messaging.FailedRecords}, {@link swapr.messaging.NewDeadLetter},
 *       {@link swapr.messaging.DeadLetterStore}, {@link swapr.messaging.DeadLetterOutbox} with a second relay,
 *       {@link swapr.messaging.DeadLettersEndpoint} with {@link swapr.messaging.DeadLetterQueries} and
 *       {@link swapr.messaging.OperatorActions}, {@link swapr.messaging.Redrive},
 *       {@link swapr.messaging.RedriveOfOne}.
 * </ol>
 *
 * <p>A command is appended and sent in the same way. Then it meets {@link swapr.messaging.WorkQueues},
 * {@link swapr.messaging.ShareConsumers},
 * {@link swapr.messaging.Worker}, {@link swapr.messaging.HeldCommands}, {@link swapr.messaging.Deliveries},
 * {@link swapr.messaging.CommandDelivery}, {@link swapr.messaging.DeliveredCommand},
 * {@link swapr.messaging.CommandProcessor},
 * {@link swapr.messaging.HandlerMethod}, {@link swapr.messaging.CommandResults},
 * {@link swapr.messaging.AppliedCommands}, {@link swapr.messaging.CommandOutcomes}; after a failure or a hand-over,
 * {@link swapr.messaging.CommandRetries}, {@link swapr.messaging.DueCommands},
 * {@link swapr.messaging.StoredCommandResults}.
 *
 * <p>The order of the start. The stop has the reverse order. MAX is {@link Integer#MAX_VALUE}.
 *
 * <pre>
 *  phase       started
 *  -1          Topics
 *   0          Relay, one for events and one for dead letters
 *   1          StartupTask, SigningKeyCache (swapr.web)
 *  MAX - 2048  web server (Spring Boot)
 *  MAX - 100   ListenerContainers, WorkQueues, Redrive
 *  MAX         LagMonitor (default phase of SmartLifecycle)
 * </pre>
 */
@NullMarked
package swapr.messaging;

import org.jspecify.annotations.NullMarked;
