package swapr.system;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.util.concurrent.atomic.AtomicInteger;

/** The change of one class that a command of {@link Agent} describes. It counts the places that it changes. */
final class ClassChange {

    /** All sockets connect through this method. */
    private static final String CONNECT =
            "connect(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)";

    private final String type;
    private final String method;
    private final AtomicInteger places = new AtomicInteger();
    private final ClassTransform transform;

    /** @param method the start of its name and descriptor; the change is in each method that starts so */
    private ClassChange(String type, String method, MethodTransform how) {
        this.type = type;
        this.method = method;
        this.transform = ClassTransform.transformingMethods(
                body -> {
                    boolean found =
                            (body.methodName().stringValue() + body.methodType().stringValue()).startsWith(method);
                    places.addAndGet(found ? 1 : 0);
                    return found;
                },
                how);
    }

    /** The change of a text in all string constants. A place is such a constant. */
    private ClassChange(String type, String old, String other) {
        this.type = type;
        this.method = "";
        this.transform =
                ClassTransform.transformingMethods(MethodTransformer.rewritten(old, other, places::incrementAndGet));
    }

    /** @throws IllegalArgumentException if there is no such command */
    static ClassChange of(String command) {
        if (command.startsWith("write ")) {
            String[] parts = command.substring("write ".length()).split("\\|", -1);
            return new ClassChange(parts[0], parts[1], parts[2]);
        }
        String[] words = command.split("[ #:]", -1);
        return switch (words[0]) {
            case "halt" -> inCode(words[1], words[2] + "(", MethodTransformer.pass(words[3].equals("enter")));
            case "redirect" -> {
                int from = Integer.parseInt(words[1]);
                int to = Integer.parseInt(words[2]);
                yield inCode("sun.nio.ch.Net", CONNECT, MethodTransformer.redirect(from, to));
            }
            case "clock" ->
                inCode("java.time.Clock", "currentInstant(", MethodTransformer.ahead(Long.parseLong(words[1])));
            case "delay" -> inCode(words[1], words[2] + "(", MethodTransformer.delay(Long.parseLong(words[3])));
            case "plant" -> new ClassChange(words[2], words[3], PlantedCall.of(words[1]));
            default ->
                throw new IllegalArgumentException(
                        "unknown command: use halt, redirect, clock, delay, plant or write, not " + command);
        };
    }

    private static ClassChange inCode(String type, String method, CodeTransform code) {
        return new ClassChange(type, method, MethodTransform.transformingCode(code));
    }

    /** The binary name of the class. */
    String type() {
        return type;
    }

    /** A later change with the same target replaces this one. */
    String target() {
        return type + "#" + method;
    }

    byte[] applyTo(byte[] bytes) {
        ClassFile classes = ClassFile.of();
        return classes.transformClass(classes.parse(bytes), transform);
    }

    /**
     * Call this after {@link #applyTo}.
     *
     * @throws IllegalStateException if the class has no such place, so the command would have no effect
     */
    void expectPlaces() {
        if (places.get() == 0) {
            throw new IllegalStateException("there is nothing to change in " + target());
        }
    }
}
