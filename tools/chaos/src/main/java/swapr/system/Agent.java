package swapr.system;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Changes a running JVM from outside, so that the product contains no code for faults. A JVM loads the agent while it
 * runs, or at its start with {@code -javaagent:chaos.jar=…}. It can load the agent several times. The argument
 * is one of these commands:
 *
 * <pre>
 * halt swapr.messaging.BatchSender#send:exit:3   halts the JVM like kill -9, before the 3rd return from now on
 * redirect 8091:24001                      connections to port 8091 go to port 24001; 8091:8091 undoes this
 * clock 300                                the clock is five minutes ahead; 0 undoes this
 * delay swapr.messaging.BatchSender#send:8000    each call of send starts eight seconds late; 0 undoes this
 * plant early-offsets swapr.messaging.EventBatchListener#onMessage(Ljava/util/List   the method runs a mutation
 * write swapr.messaging.EventOutbox|order by o.position|order by o.xmin::text::bigint   replaces text in constants
 * </pre>
 *
 * {@link Mutations} has the mutations of {@code plant}.
 */
public final class Agent {

    private static final AtomicInteger PASSES = new AtomicInteger();
    private static final Map<String, ClassFileTransformer> CHANGES = new HashMap<>();
    private static @Nullable Instrumentation instrumentation;
    private static volatile String moment = "";
    private static volatile int last;

    private Agent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(String argument, Instrumentation instrumentation) throws UnmodifiableClassException {
        agentmain(argument, instrumentation);
    }

    /**
     * Called by a JVM that is already running.
     *
     * @throws IllegalArgumentException if the argument is none of the commands above
     * @throws IllegalStateException if the class is loaded and has no such method or text
     */
    public static synchronized void agentmain(String argument, Instrumentation given)
            throws UnmodifiableClassException {
        // Each call brings a new Instrumentation. Only the one that made a change can undo it, so the first one stays.
        instrumentation = instrumentation == null ? given : instrumentation;
        var change = ClassChange.of(argument);
        if (argument.startsWith("halt ")) {
            moment = argument;
            last = Integer.parseInt(argument.substring(argument.lastIndexOf(':') + 1));
            PASSES.set(0);
        }
        apply(change, instrumentation);
    }

    private static void apply(ClassChange change, Instrumentation machine) throws UnmodifiableClassException {
        var transformer = new ClassFileTransformer() {
            @Override
            public byte @Nullable [] transform(
                    @Nullable ClassLoader loader,
                    String name,
                    @Nullable Class<?> redefined,
                    @Nullable ProtectionDomain domain,
                    byte[] bytes) {
                return change.type().replace('.', '/').equals(name) ? change.applyTo(bytes) : null;
            }
        };
        var before = CHANGES.put(change.target(), transformer);
        if (before != null) {
            machine.removeTransformer(before);
        }
        machine.addTransformer(transformer, true);
        Class<?>[] loaded = Arrays.stream(machine.getAllLoadedClasses())
                .filter(each -> each.getName().equals(change.type()))
                .toArray(Class<?>[]::new);
        if (loaded.length > 0) {
            machine.retransformClasses(loaded);
            change.expectPlaces();
        }
    }

    /** Called from the method that {@code halt} names. */
    @SuppressWarnings("SystemOut")
    public static void pass() {
        if (PASSES.incrementAndGet() == last) {
            System.out.println("crashed on purpose: " + moment);
            Runtime.getRuntime().halt(137);
        }
    }
}
