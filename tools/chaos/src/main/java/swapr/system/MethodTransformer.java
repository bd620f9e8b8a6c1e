package swapr.system;

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
import java.lang.reflect.AccessFlag;
import java.time.Instant;
import java.util.function.Consumer;

/** The byte code changes of {@link Agent}. */
final class MethodTransformer {

    /** The local variable of {@code connect} with the port. */
    private static final int CONNECT_PORT = 3;

    private MethodTransformer() {}

    /** Calls {@link Agent#pass} at the start of the method, or before each return. */
    static CodeTransform pass(boolean atStart) {
        Consumer<CodeBuilder> call = code -> code.invokestatic(
                ClassDesc.of(Agent.class.getName()), "pass", MethodTypeDesc.of(ConstantDescs.CD_void));
        return atStart ? new AtStart(call) : beforeReturn(call);
    }

    /** Sleeps at the start of the method. */
    static CodeTransform delay(long millis) {
        return new AtStart(code -> code.loadConstant(millis)
                .invokestatic(
                        ClassDesc.of(Thread.class.getName()),
                        "sleep",
                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long)));
    }

    /** Replaces one port by another in each connect. */
    static CodeTransform redirect(int from, int to) {
        return new AtStart(code -> code.iload(CONNECT_PORT)
                .loadConstant(from)
                .ifThen(Opcode.IF_ICMPEQ, then -> then.loadConstant(to).istore(CONNECT_PORT)));
    }

    /** Calls {@link Mutations#call} first. If that returns a value, the method returns it. */
    static MethodTransform planted(String mutant) {
        return (method, element) -> {
            if (!(element instanceof CodeModel body)) {
                method.with(element);
                return;
            }
            MethodModel original = body.parent().orElseThrow();
            method.transformCode(body, new AtStart(code -> callMutation(code, mutant, original)));
        };
    }

    private static void callMutation(CodeBuilder code, String mutant, MethodModel method) {
        boolean isStatic = method.flags().has(AccessFlag.STATIC);
        var parameters = method.methodTypeSymbol().parameterList();
        code.loadConstant(mutant);
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
                ClassDesc.of(Mutations.class.getName()),
                "call",
                MethodTypeDesc.of(
                        ConstantDescs.CD_Object,
                        ConstantDescs.CD_String,
                        ConstantDescs.CD_Object,
                        ConstantDescs.CD_Object.arrayType()));
        ClassDesc result = method.methodTypeSymbol().returnType();
        code.dup().ifThenElse(Opcode.IFNONNULL, mutated -> returnValue(mutated, result), original -> original.pop());
    }

    private static void returnValue(CodeBuilder code, ClassDesc result) {
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

    /** Replaces a text in all string constants. */
    static MethodTransform rewritten(String old, String other) {
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

    /** Adds seconds to the instant that the method returns. */
    static CodeTransform ahead(long seconds) {
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
