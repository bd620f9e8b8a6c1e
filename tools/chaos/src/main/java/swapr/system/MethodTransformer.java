package swapr.system;

import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.time.Instant;
import java.util.function.Consumer;

/** The byte code changes of {@link Agent}. */
final class MethodTransformer {

    /** The local variable of {@code connect} with the port. */
    private static final int CONNECT_PORT = 3;

    private MethodTransformer() {}

    /** Calls {@link Agent#pass} at the start of the method, or before each return. */
    static CodeTransform pass(boolean atStart) {
        Consumer<CodeBuilder> call =
                code -> code.invokestatic(ClassDesc.of(Agent.class.getName()), "pass", MethodTypeDesc.of(CD_void));
        return atStart ? new AtStart(call) : beforeReturn(call);
    }

    /** Sleeps at the start of the method. */
    static CodeTransform delay(long millis) {
        return new AtStart(code -> code.loadConstant(millis)
                .invokestatic(ClassDesc.of(Thread.class.getName()), "sleep", MethodTypeDesc.of(CD_void, CD_long)));
    }

    /** Replaces one port by another in each connect. */
    static CodeTransform redirect(int from, int to) {
        return new AtStart(code -> code.iload(CONNECT_PORT)
                .loadConstant(from)
                .ifThen(Opcode.IF_ICMPEQ, then -> then.loadConstant(to).istore(CONNECT_PORT)));
    }

    /**
     * Replaces a text in all string constants.
     *
     * @param found called for each such constant
     */
    static MethodTransform rewritten(String old, String other, Runnable found) {
        return MethodTransform.transformingCode((code, element) -> {
            if (element instanceof ConstantInstruction constant
                    && constant.constantValue() instanceof String text
                    && text.contains(old)) {
                found.run();
                code.loadConstant(text.replace(old, other));
            } else {
                code.with(element);
            }
        });
    }

    /** Adds seconds to the instant that the method returns. */
    static CodeTransform ahead(long seconds) {
        ClassDesc instant = ClassDesc.of(Instant.class.getName());
        return beforeReturn(code ->
                code.loadConstant(seconds).invokevirtual(instant, "plusSeconds", MethodTypeDesc.of(instant, CD_long)));
    }

    private static CodeTransform beforeReturn(Consumer<CodeBuilder> addition) {
        return (code, element) -> {
            if (element instanceof ReturnInstruction) {
                addition.accept(code);
            }
            code.with(element);
        };
    }

    record AtStart(Consumer<CodeBuilder> addition) implements CodeTransform {

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
