package swapr.system;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes that are made in systems like this one, each of which {@link Agent} can put into a running service: the method
 * that it is planted in asks here first. {@link Mutants} says where each goes and who must notice it.
 */
public final class Mutations {

    static final Object NOTHING = new Object();
    private static final ThreadLocal<Boolean> ORIGINAL = ThreadLocal.withInitial(() -> false);
    private static final Map<String, Object> MEMORY = new ConcurrentHashMap<>();

    private Mutations() {}

    /**
     * Called by the changed method.
     *
     * @return what it returns instead, anything for a void method; null lets the method do what it always does
     */
    public static @Nullable Object call(String mutant, @Nullable Object caller, Object[] arguments) {
        if (ORIGINAL.get()) {
            return null;
        }
        Object self = caller == null ? NOTHING : caller; // a static method has none
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
            case "cursor" -> forgetWhatIsBehind(self);
            case "two-relays" -> secondRelay(self);
            case "slow-parking" -> slow(Duration.ofSeconds(8)); // until the database is back
            case "no-inbox" -> everythingIsNew(self, arguments);
            case "inbox-outside" -> apart(() -> original(self, "claim", arguments));
            case "another-id" -> UUID.randomUUID();
            case "no-blocking" -> Set.of();
            case "poison" -> poison(arguments);
            case "shared-redrive" -> WrongSends.again(self, arguments);
            case "no-refund" -> arguments[0].getClass().getSimpleName().equals("Owing") ? Optional.empty() : null;
            case "refund-twice" -> twice(self, arguments);
            case "no-check" -> NOTHING;
            case "reserved-again" -> available(self);
            case "no-key" -> WrongSends.withoutKey(original(self, "event", arguments));
            case "key-ignored" -> withAnotherKey(self, arguments);
            case "append-outside" -> appendApart(self, arguments);
            case "not-infrastructure" -> false;
            case "permanent" -> true;
            default -> throw new IllegalArgumentException("no bug is called " + mutant);
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
            return NOTHING; // and the offset moves on
        }
        return NOTHING;
    }

    /** In a thread that has no transaction of the caller's. */
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

    /** What a cursor does: below the highest position it has seen, it never looks again. */
    private static @Nullable Object forgetWhatIsBehind(Object self) {
        Object jdbc = ProductReflection.field(self, "jdbc");
        long seen = (long) MEMORY.getOrDefault("cursor", 0L);
        ProductReflection.call(jdbc, "execute", "delete from outbox where position < " + seen);
        Object highest = ProductReflection.call(
                jdbc, "queryForObject", "select coalesce(max(position), 0) from outbox", Long.class);
        MEMORY.put("cursor", Math.max(seen, (Long) highest));
        return null;
    }

    private static @Nullable Object secondRelay(Object self) {
        if (MEMORY.putIfAbsent("second relay of " + System.identityHashCode(self), true) == null) {
            Thread.ofPlatform().daemon().start(() -> ProductReflection.call(self, "run"));
        }
        return null;
    }

    private static Object everythingIsNew(Object self, Object[] arguments) {
        original(self, "claim", arguments);
        var all = new HashSet<Object>();
        for (Object event : (Collection<?>) arguments[1]) {
            all.add(ProductReflection.get(ProductReflection.get(event, "envelope"), "eventId"));
        }
        return all;
    }

    private static @Nullable Object twice(Object self, Object[] arguments) {
        if (!arguments[0].equals("/refunds")) {
            return null;
        }
        original(self, "post", arguments);
        return original(self, "post", new Object[] {arguments[0], arguments[1] + ":again", arguments[2]});
    }

    private static @Nullable Object available(Object self) {
        try {
            Field status = ProductReflection.accessible(self.getClass(), "status");
            for (Object value : status.getType().getEnumConstants()) {
                if (value.toString().equals("AVAILABLE")
                        && status.get(self).toString().equals("RESERVED")) {
                    status.set(self, value);
                }
            }
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object withAnotherKey(Object self, Object[] arguments) {
        var others = Arrays.copyOf(arguments, arguments.length);
        others[3] = UUID.randomUUID().toString();
        return original(self, "place", others);
    }

    /** The method as it was before. */
    private static Object original(Object self, String method, Object[] arguments) {
        ORIGINAL.set(true);
        try {
            return ProductReflection.call(self, method, arguments);
        } finally {
            ORIGINAL.set(false);
        }
    }
}
