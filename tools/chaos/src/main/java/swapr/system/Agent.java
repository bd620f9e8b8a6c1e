package swapr.system;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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

    /** All sockets connect through this method. */
    private static final String CONNECT =
            "connect(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)";

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
     */
    public static synchronized void agentmain(String argument, Instrumentation given)
            throws UnmodifiableClassException {
        // Each call brings a new Instrumentation. Only the one that made a change can undo it, so the first one stays.
        instrumentation = instrumentation == null ? given : instrumentation;
        String[] words = argument.split(argument.startsWith("write ") ? "[ |]" : "[ #:]", -1);
        switch (words[0]) {
            case "halt" -> {
                moment = argument;
                last = Integer.parseInt(words[4]);
                PASSES.set(0);
                change(words[1], words[2] + "(", MethodTransformer.pass(words[3].equals("enter")));
            }
            case "redirect" -> {
                int from = Integer.parseInt(words[1]);
                int to = Integer.parseInt(words[2]);
                change("sun.nio.ch.Net", CONNECT, MethodTransformer.redirect(from, to));
            }
            case "clock" ->
                change("java.time.Clock", "currentInstant(", MethodTransformer.ahead(Long.parseLong(words[1])));
            case "delay" -> change(words[1], words[2] + "(", MethodTransformer.delay(Long.parseLong(words[3])));
            case "plant" -> replace(words[2], words[3], PlantedCall.of(words[1]));
            case "write" -> {
                String[] parts = argument.substring("write ".length()).split("\\|", -1);
                replace(parts[0], "", MethodTransformer.rewritten(parts[1], parts[2]));
            }
            default ->
                throw new IllegalArgumentException(
                        "unknown command: use halt, redirect, clock, delay, plant or write, not " + argument);
        }
    }

    /**
     * Changes a method. A second change of the same method replaces the first.
     *
     * @param method the start of its name and descriptor
     */
    private static void change(String type, String method, CodeTransform code) throws UnmodifiableClassException {
        replace(type, method, MethodTransform.transformingCode(code));
    }

    private static void replace(String type, String method, MethodTransform how) throws UnmodifiableClassException {
        Instrumentation machine = Objects.requireNonNull(instrumentation);
        var transform = ClassTransform.transformingMethods(
                body -> (body.methodName().stringValue() + body.methodType().stringValue()).startsWith(method), how);
        var transformer = new ClassFileTransformer() {
            @Override
            public byte @Nullable [] transform(
                    @Nullable ClassLoader loader,
                    String name,
                    @Nullable Class<?> redefined,
                    @Nullable ProtectionDomain domain,
                    byte[] bytes) {
                ClassFile classes = ClassFile.of();
                return type.replace('.', '/').equals(name)
                        ? classes.transformClass(classes.parse(bytes), transform)
                        : null;
            }
        };
        var before = CHANGES.put(type + "#" + method, transformer);
        if (before != null) {
            machine.removeTransformer(before);
        }
        machine.addTransformer(transformer, true);
        Class<?>[] loaded = Arrays.stream(machine.getAllLoadedClasses())
                .filter(each -> each.getName().equals(type))
                .toArray(Class<?>[]::new);
        if (loaded.length > 0) {
            machine.retransformClasses(loaded);
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
