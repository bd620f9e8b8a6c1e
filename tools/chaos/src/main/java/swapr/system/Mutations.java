package swapr.system;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Typical mistakes in event-driven systems. {@link Agent} changes a method of a running service so that it calls this
 * class first. {@link Mutants} has the method of each mutation and the invariants that must notice it.
 */
public final class Mutations {

    static final Object NOTHING = new Object();
    private static final ThreadLocal<Boolean> ORIGINAL = ThreadLocal.withInitial(() -> false);

    private Mutations() {}

    /**
     * Called by the changed method.
     *
     * @return the value that the method returns instead, any object for a void method; null runs the original method
     * @throws IllegalArgumentException if the mutation does not exist
     */
    public static @Nullable Object call(String mutant, @Nullable Object caller, Object[] arguments) {
        if (ORIGINAL.get()) {
            return null;
        }
        Object self = caller == null ? NOTHING : caller; // null for a static method
        return switch (mutant) {
            case "acks-0" -> WrongSends.withoutAcknowledgement(arguments);
            case "early-delete" -> {
                later(Duration.ofSeconds(3), self, "send", arguments);
                yield WrongSends.positions(arguments);
            }
            case "early-offsets" -> later(Duration.ofSeconds(2), self, "onMessage", arguments);
            case "auto-commit" -> swallow(self, "onMessage", arguments);
            case "slow-relay" -> slow(Duration.ofMillis(1_500));
            case "slow-handler" -> slow(Duration.ofMillis(40));
            case "cursor" -> WrongSends.skipLowerPositions(self);
            case "two-relays" -> WrongSends.secondRelay(self);
            case "slow-parking" -> slow(Duration.ofSeconds(8)); // until the database answers again
            case "no-inbox" -> claimAll(self, arguments);
            case "inbox-outside" -> apart(() -> original(self, "claim", arguments));
            case "another-id" -> UUID.randomUUID();
            case "no-blocking" -> Set.of();
            case "poison" -> poison(arguments);
            case "shared-redrive" -> WrongSends.again(self, arguments);
            case "no-refund" ->
                arguments[0].getClass().getSimpleName().equals("RefundPending") ? Optional.empty() : null;
            case "refund-twice" -> DomainMutations.refundTwice(self, arguments);
            case "no-check" -> NOTHING;
            case "reserved-again" -> DomainMutations.makeAvailable(self);
            case "no-key" -> WrongSends.withoutKey(original(self, "toRecord", arguments));
            case "key-ignored" -> DomainMutations.withAnotherKey(self, arguments);
            case "append-outside" -> appendApart(self, arguments);
            case "not-infrastructure" -> false;
            case "permanent" -> true;
            default -> throw new IllegalArgumentException("there is no mutation " + mutant);
        };
    }

    private static @Nullable Object slow(Duration pause) {
        Waiting.pause(pause);
        return null;
    }

    private static @Nullable Object poison(Object[] arguments) {
        Object envelope = ProductReflection.get(arguments[0], "envelope");
        String aggregate = (String) ProductReflection.get(envelope, "aggregateId");
        if (ProductReflection.get(envelope, "aggregateVersion").equals(1L)
                && Math.floorMod(aggregate.hashCode(), 10) == 0) {
            throw new IllegalArgumentException("planted");
        }
        return null;
    }

    private static Object later(Duration delay, Object self, String method, Object[] arguments) {
        Thread.ofVirtual().start(() -> {
            Waiting.pause(delay);
            original(self, method, arguments);
        });
        return NOTHING;
    }

    private static Object swallow(Object self, String method, Object[] arguments) {
        try {
            original(self, method, arguments);
        } catch (RuntimeException e) {
            return NOTHING; // the caller commits the offset
        }
        return NOTHING;
    }

    /** Runs the work in another thread, outside the caller's transaction. */
    private static Object apart(Callable<Object> work) {
        try (var other = Executors.newVirtualThreadPerTaskExecutor()) {
            return other.submit(work).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Object appendApart(Object self, Object[] arguments) {
        return apart(() -> {
            pretendTransaction();
            return original(self, "append", arguments);
        });
    }

    private static void pretendTransaction() {
        try {
            var manager = Class.forName("org.springframework.transaction.support.TransactionSynchronizationManager");
            manager.getMethod("setActualTransactionActive", boolean.class).invoke(null, true);
            manager.getMethod("initSynchronization").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object claimAll(Object self, Object[] arguments) {
        original(self, "claim", arguments);
        var all = new HashSet<Object>();
        for (Object event : (Collection<?>) arguments[1]) {
            all.add(ProductReflection.get(ProductReflection.get(event, "envelope"), "eventId"));
        }
        return all;
    }

    /** Calls the original method. */
    static Object original(Object self, String method, Object[] arguments) {
        ORIGINAL.set(true);
        try {
            return ProductReflection.call(self, method, arguments);
        } finally {
            ORIGINAL.set(false);
        }
    }
}
