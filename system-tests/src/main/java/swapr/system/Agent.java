package swapr.system;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ends a JVM at an exact moment, as {@code kill -9} would: when a method is entered, or about to return, for the nth time.
 * A Java agent, so that no line of the product knows of it:
 *
 * <pre>-javaagent:system-tests.jar=swapr.messaging.Relay#send:exit:3</pre>
 */
public final class CrashAgent {

    private static final AtomicInteger PASSES = new AtomicInteger();
    private static String moment = "";
    private static int last;

    private CrashAgent() {}

    /**
     * Called by the JVM before {@code main}.
     *
     * @param argument {@code class#method:enter|exit:n}, n counting from 1
     * @throws IllegalArgumentException when it is not of that form; the JVM does not start
     */
    public static void premain(String argument, Instrumentation instrumentation) {
        String[] parts = argument.split("[#:]", -1);
        if (parts.length != 4 || !parts[2].matches("enter|exit") || !parts[3].matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException("class#method:enter|exit:n, not " + argument);
        }
        moment = argument;
        last = Integer.parseInt(parts[3]);
        String type = parts[0].replace('.', '/');
        CodeTransform call = parts[2].equals("enter") ? onEnter() : onExit();
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte @Nullable [] transform(
                    @Nullable ClassLoader loader,
                    String name,
                    @Nullable Class<?> redefined,
                    @Nullable ProtectionDomain domain,
                    byte[] bytes) {
                if (!type.equals(name)) {
                    return null;
                }
                ClassFile classes = ClassFile.of();
                return classes.transformClass(
                        classes.parse(bytes),
                        ClassTransform.transformingMethodBodies(
                                method -> method.methodName().equalsString(parts[1]), call));
            }
        });
    }

    /** Called from the method that was named. */
    @SuppressWarnings("SystemOut")
    public static void pass() {
        if (PASSES.incrementAndGet() == last) {
            System.out.println("crashed on purpose at " + moment);
            Runtime.getRuntime().halt(137);
        }
    }

    private static CodeTransform onEnter() {
        return new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                call(code);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        };
    }

    private static CodeTransform onExit() {
        return (code, element) -> {
            if (element instanceof ReturnInstruction) {
                call(code);
            }
            code.with(element);
        };
    }

    private static void call(CodeBuilder code) {
        code.invokestatic(ClassDesc.of(CrashAgent.class.getName()), "pass", MethodTypeDesc.of(ConstantDescs.CD_void));
    }
}
