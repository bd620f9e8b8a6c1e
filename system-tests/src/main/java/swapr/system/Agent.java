package swapr.system;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.AccessFlag;
import java.security.ProtectionDomain;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
 * plant early-offsets swapr.messaging.EventConsumer#onMessage(Ljava/util/List    a method does what {@link Planted} says
 * write swapr.messaging.Relay|order by o.position|order by o.xmin::text::bigint  a constant text of a class is another one
 * </pre>
 */
public final class Agent {

    /** All sockets go through this one. */
    private static final String CONNECT =
            "connect(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)";

    private static final int CONNECT_PORT = 3;

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
     * Called by a JVM that is running.
     *
     * @throws IllegalArgumentException when the argument is none of those above
     */
    public static synchronized void agentmain(String argument, Instrumentation given)
            throws UnmodifiableClassException {
        // Each time another one is given, and only the one that made a change can take it back.
        instrumentation = instrumentation == null ? given : instrumentation;
        String[] words = argument.split(argument.startsWith("write ") ? "[ |]" : "[ #:]", -1);
        switch (words[0]) {
            case "halt" -> {
                moment = argument;
                last = Integer.parseInt(words[4]);
                PASSES.set(0);
                change(words[1], words[2] + "(", words[3].equals("enter") ? onEnter() : onExit());
            }
            case "redirect" -> {
                int from = Integer.parseInt(words[1]);
                int to = Integer.parseInt(words[2]);
                change("sun.nio.ch.Net", CONNECT, redirect(from, to));
            }
            case "clock" -> change("java.time.Clock", "currentInstant(", ahead(Long.parseLong(words[1])));
            case "plant" -> replace(words[2], words[3], planted(words[1]));
            case "write" -> {
                String[] parts = argument.substring("write ".length()).split("\\|", -1);
                replace(parts[0], "", rewritten(parts[1], parts[2]));
            }
            default -> throw new IllegalArgumentException("halt, redirect, clock, plant or write, not " + argument);
        }
    }

    /**
     * A second change of the same method takes the place of the first.
     *
     * @param method how its name and descriptor begin
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

    /** Asks {@link Planted} first, and returns what it says unless it says nothing. */
    private static MethodTransform planted(String bug) {
        return (method, element) -> {
            if (!(element instanceof CodeModel body)) {
                method.with(element);
                return;
            }
            MethodModel original = body.parent().orElseThrow();
            method.transformCode(body, new AtStart(code -> ask(code, bug, original)));
        };
    }

    private static void ask(CodeBuilder code, String bug, MethodModel method) {
        boolean isStatic = method.flags().has(AccessFlag.STATIC);
        var parameters = method.methodTypeSymbol().parameterList();
        code.loadConstant(bug);
        if (isStatic) {
            code.aconst_null();
        } else {
            code.aload(0);
        }
        code.loadConstant(parameters.size()).anewarray(ConstantDescs.CD_Object);
        for (int i = 0; i < parameters.size(); i++) {
            code.dup().loadConstant(i);
            code.loadLocal(TypeKind.from(parameters.get(i)), code.parameterSlot(i));
            box(code, parameters.get(i));
            code.aastore();
        }
        code.invokestatic(
                ClassDesc.of(Planted.class.getName()),
                "call",
                MethodTypeDesc.of(
                        ConstantDescs.CD_Object,
                        ConstantDescs.CD_String,
                        ConstantDescs.CD_Object,
                        ConstantDescs.CD_Object.arrayType()));
        ClassDesc result = method.methodTypeSymbol().returnType();
        code.dup().ifThenElse(Opcode.IFNONNULL, said -> giveBack(said, result), silent -> silent.pop());
    }

    private static void giveBack(CodeBuilder code, ClassDesc result) {
        if (result.equals(ConstantDescs.CD_void)) {
            code.pop().return_();
        } else if (result.equals(ConstantDescs.CD_boolean)) {
            code.checkcast(ConstantDescs.CD_Boolean)
                    .invokevirtual(
                            ConstantDescs.CD_Boolean, "booleanValue", MethodTypeDesc.of(ConstantDescs.CD_boolean))
                    .ireturn();
        } else if (result.equals(ConstantDescs.CD_int)) {
            code.checkcast(ConstantDescs.CD_Integer)
                    .invokevirtual(ConstantDescs.CD_Integer, "intValue", MethodTypeDesc.of(ConstantDescs.CD_int))
                    .ireturn();
        } else {
            code.checkcast(result).areturn();
        }
    }

    private static void box(CodeBuilder code, ClassDesc type) {
        if (type.equals(ConstantDescs.CD_long)) {
            code.invokestatic(
                    ConstantDescs.CD_Long, "valueOf", MethodTypeDesc.of(ConstantDescs.CD_Long, ConstantDescs.CD_long));
        } else if (type.isPrimitive()) {
            code.invokestatic(
                    ConstantDescs.CD_Integer,
                    "valueOf",
                    MethodTypeDesc.of(ConstantDescs.CD_Integer, ConstantDescs.CD_int));
        }
    }

    private static MethodTransform rewritten(String old, String other) {
        return MethodTransform.transformingCode((code, element) -> {
            if (element instanceof ConstantInstruction constant
                    && constant.constantValue() instanceof String text
                    && text.contains(old)) {
                code.loadConstant(text.replace(old, other));
            } else {
                code.with(element);
            }
        });
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
