package swapr.messaging;

import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads and runs the commands of work queues, outside any transaction. {@link CommandResults} stores their results. */
final class CommandProcessor {

    /**
     * One less than the broker's limit (group.share.delivery.count.limit, 5). After its limit the broker drops a
     * command.
     */
    private static final int LAST_DELIVERY = 4;

    private final SubscriptionRegistry subscriptions;
    private final EventCodec codec;
    private final Inbox inbox;
    private final LimitedStores stores;

    CommandProcessor(SubscriptionRegistry subscriptions, EventCodec codec, Inbox inbox, LimitedStores stores) {
        this.subscriptions = subscriptions;
        this.codec = codec;
        this.inbox = inbox;
        this.stores = stores;
    }

    EventCodec.Incoming read(ConsumerRecord<byte[], byte[]> record) {
        return codec.read(record);
    }

    /** Returns the result of a delivery that needs no run; null if the command must run. */
    @Nullable
    CommandResult withoutRunning(String group, EventCodec.Incoming incoming) {
        return switch (incoming) {
            case EventCodec.Malformed malformed -> new CommandResult.Unreadable(malformed);
            case EventCodec.Event command when !subscription(group).wants(command) -> new CommandResult.NotWanted();
            case EventCodec.Event command when isInInbox(group, command) -> new CommandResult.Duplicate(command);
            case EventCodec.Event command
            when command.record().deliveryCount().orElse((short) 1) >= LAST_DELIVERY ->
                new CommandResult.Failed(
                        command,
                        new IllegalStateException("delivered " + LAST_DELIVERY
                                + " times and never finished: the process may have crashed while it ran the command"));
            case EventCodec.Event _ -> null;
        };
    }

    private boolean isInInbox(String group, EventCodec.Event command) {
        return stores.withPermit(() -> inbox.contains(group, command.envelope().factId()));
    }

    /** Runs the handler. An exception of the handler is a result, too. */
    CommandResult.Ran run(String group, EventCodec.Event command) {
        try {
            return new CommandResult.Done(command, subscription(group).handle(command));
        } catch (TryAgainLater e) {
            return new CommandResult.PutBack(command, e);
        } catch (RuntimeException | Error e) {
            return new CommandResult.Failed(command, e);
        }
    }

    private Subscription subscription(String group) {
        return Objects.requireNonNull(subscriptions.of(group), group);
    }
}
