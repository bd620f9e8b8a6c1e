package swapr.system;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes a running JVM from outside, so that no line of the product knows of it. It is given to the JVM while it runs
 * (or, as {@code -javaagent:system-tests.jar=…}, before it begins), as often as one likes:
 *
 * <pre>
 * halt swapr.messaging.Relay#send:exit:3   ends it as kill -9 would, when send is about to return for the 3rd time from now
 * redirect 8091:24001                      whoever connects to port 8091 gets to port 24001; 8091:8091 ends that
 * clock 300                                its clock is five minutes ahead; 0 ends that
 * </pre>
 */
public final class Agent {

    /** All sockets go through this one. */
    private static final String CONNECT =
            "connect(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)";

    private static final int CONNECT_PORT = 3;

    private static final AtomicInteger PASSES = new AtomicInteger();
    private static final Map<String, ClassFileTransformer> CHANGES = new HashMap<>();
    private static volatile String moment = "";
    private static volatile int last;

    private Agent() {}

    /** Called by the JVM before {@code main}. */
    public static void premain(String argument, Instrumentation instrumentation) throws UnmodifiableClassException {
        agentmain(argument, instrumentation);
    }

    /**
     * Called by a JVM that is running.
     *
     * @throws IllegalArgumentException when the argument is none of those above
     */
    public static void agentmain(String argument, Instrumentation instrumentation) throws UnmodifiableClassException {
        String[] words = argument.split("[ #:]", -1);
        switch (words[0]) {
            case "halt" -> {
                moment = argument;
                last = Integer.parseInt(words[4]);
                PASSES.set(0);
                change(instrumentation, words[1], words[2] + "(", words[3].equals("enter") ? onEnter() : onExit());
            }
            case "redirect" -> {
                int from = Integer.parseInt(words[1]);
                int to = Integer.parseInt(words[2]);
                change(instrumentation, "sun.nio.ch.Net", CONNECT, redirect(from, to));
            }
            case "clock" ->
                change(instrumentation, "java.time.Clock", "currentInstant(", ahead(Long.parseLong(words[1])));
            default -> throw new IllegalArgumentException("halt, redirect or clock, not " + argument);
        }
    }

    /**
     * A second change of the same method takes the place of the first.
     *
     * @param method how its name and descriptor begin
     */
    private static synchronized void change(
            Instrumentation instrumentation, String type, String method, CodeTransform code)
            throws UnmodifiableClassException {
        var transform = ClassTransform.transformingMethodBodies(
                body -> (body.methodName().stringValue() + body.methodType().stringValue()).startsWith(method), code);
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
            instrumentation.removeTransformer(before);
        }
        instrumentation.addTransformer(transformer, true);
        Class<?>[] loaded = Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(each -> each.getName().equals(type))
                .toArray(Class<?>[]::new);
        if (loaded.length > 0) {
            instrumentation.retransformClasses(loaded);
        }
    }

    /** Called from the method that was named. */
    @SuppressWarnings("SystemOut")
    public static void pass() {
        if (PASSES.incrementAndGet() == last) {
            System.out.println("crashed on purpose: " + moment);
            Runtime.getRuntime().halt(137);
        }
    }

    private static CodeTransform onEnter() {
        return new AtStart(Agent::callPass);
    }

    private static CodeTransform onExit() {
        return beforeReturn(Agent::callPass);
    }

    private static void callPass(CodeBuilder code) {
        code.invokestatic(ClassDesc.of(Agent.class.getName()), "pass", MethodTypeDesc.of(ConstantDescs.CD_void));
    }

    private static CodeTransform redirect(int from, int to) {
        return new AtStart(code -> code.iload(CONNECT_PORT)
                .loadConstant(from)
                .ifThen(Opcode.IF_ICMPEQ, then -> then.loadConstant(to).istore(CONNECT_PORT)));
    }

    private static CodeTransform ahead(long seconds) {
        ClassDesc instant = ClassDesc.of(Instant.class.getName());
        return beforeReturn(code -> code.loadConstant(seconds)
                .invokevirtual(instant, "plusSeconds", MethodTypeDesc.of(instant, ConstantDescs.CD_long)));
    }

    private static CodeTransform beforeReturn(Consumer<CodeBuilder> addition) {
        return (code, element) -> {
            if (element instanceof ReturnInstruction) {
                addition.accept(code);
            }
            code.with(element);
        };
    }

    private record AtStart(Consumer<CodeBuilder> addition) implements CodeTransform {

        @Override
        public void atStart(CodeBuilder code) {
            addition.accept(code);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }
}
