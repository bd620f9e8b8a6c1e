package swapr.messaging;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A delivered command, which runs once. Its result is stored in the inbox, or in its row of {@code dead_letters} if the
 * worker has handed it over meanwhile.
 */
final class DeliveredCommand {

    private static final Logger log = LoggerFactory.getLogger(DeliveredCommand.class);

    /** The worker rejects a command after the database has refused so many times to store it, even as raw bytes. */
    private static final int MAX_REFUSALS = 3;

    private final CommandProcessor processor;
    private final CommandResults results;
    private final String group;
    private final ConsumerRecord<byte[], byte[]> record;
    /** Held while the result or the hand-over is stored, so that each of them sees the other. */
    private final ReentrantLock storing = new ReentrantLock();

    private volatile boolean started;
    private @Nullable CommandResult result;
    private @Nullable DeadLetter row;
    private int refusals;

    DeliveredCommand(
            CommandProcessor processor, CommandResults results, String group, ConsumerRecord<byte[], byte[]> record) {
        this.processor = processor;
        this.results = results;
        this.group = group;
        this.record = record;
    }

    /** Runs the command and stores its result. If it has run before, only its result is stored. Returns the answer. */
    AcknowledgeType runAndStore() {
        try {
            CommandResult known = result;
            if (known == null) {
                EventCodec.Incoming incoming = processor.read(record);
                known = processor.withoutRunning(group, incoming);
                if (known == null) {
                    started = true;
                    known = processor.run(group, (EventCodec.Event) incoming);
                }
                result = known;
            }
            return store(known);
        } catch (RuntimeException e) {
            return notStored(e);
        }
    }

    private AcknowledgeType store(CommandResult result) {
        storing.lock();
        try {
            if (row != null && result instanceof CommandResult.Ran ran) {
                results.settle(row, ran);
            } else {
                results.note(group, result);
            }
            return AcknowledgeType.ACCEPT;
        } finally {
            storing.unlock();
        }
    }

    /**
     * Returns RENEW during an outage of the database: the worker keeps the lock and stores the result later. A released
     * command would use up the broker's delivery limit within milliseconds, and the broker would drop it.
     */
    private AcknowledgeType notStored(RuntimeException failure) {
        log.warn("The result of a command of {} could not be stored: {}", group, Failures.summary(failure));
        if (isHandedOver()) {
            return AcknowledgeType.ACCEPT; // DueCommands runs it again when its lease has ended
        }
        if (Failures.isInfrastructure(failure)) {
            return AcknowledgeType.RENEW;
        }
        try {
            results.keepBytes(group, record, failure);
            return AcknowledgeType.ACCEPT;
        } catch (RuntimeException e) {
            if (Failures.isInfrastructure(e) || ++refusals < MAX_REFUSALS) {
                return AcknowledgeType.RENEW;
            }
            log.error(
                    "Rejected the command at {}-{}@{} of {}: the database refused {} times to store it."
                            + " It is still on its topic. Remove the cause, then publish the command again",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    group,
                    refusals,
                    e);
            return AcknowledgeType.REJECT;
        }
    }

    private boolean isHandedOver() {
        storing.lock();
        try {
            return row != null;
        } finally {
            storing.unlock();
        }
    }

    /**
     * Hands the command over to the database, so that it runs on without its worker. Returns whether it is there.
     *
     * @param running whether the command still runs
     */
    boolean handOver(BooleanSupplier running) {
        storing.lock();
        try {
            if (row == null
                    && started
                    && running.getAsBoolean()
                    && processor.read(record) instanceof EventCodec.Event command) {
                row = insert(command);
                return true;
            }
            return row != null;
        } catch (RuntimeException e) {
            log.warn("A command of {} could not be handed over to the database: {}", group, Failures.summary(e));
            return false;
        } finally {
            storing.unlock();
        }
    }

    private @Nullable DeadLetter insert(EventCodec.Event command) {
        try {
            return results.handOver(group, command);
        } catch (RuntimeException e) {
            if (Failures.isInfrastructure(e)) {
                throw e;
            }
            return results.keepBytes(group, record, e);
        }
    }
}
