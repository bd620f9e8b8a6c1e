package swapr.system;

import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

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
        code.loadConstant(parameters.size()).anewarray(CD_Object);
        for (int i = 0; i < parameters.size(); i++) {
            code.dup().loadConstant(i);
            code.loadLocal(TypeKind.from(parameters.get(i)), code.parameterSlot(i));
            box(code, parameters.get(i));
            code.aastore();
        }
        code.invokestatic(
                ClassDesc.of(Mutations.class.getName()),
                "call",
                MethodTypeDesc.of(CD_Object, CD_String, CD_Object, CD_Object.arrayType()));
        ClassDesc result = method.methodTypeSymbol().returnType();
        code.dup().ifThenElse(Opcode.IFNONNULL, mutated -> returnValue(mutated, result), original -> original.pop());
    }

    private static void returnValue(CodeBuilder code, ClassDesc result) {
        if (result.equals(CD_void)) {
            code.pop().return_();
        } else if (result.equals(CD_boolean)) {
            unbox(code, CD_Boolean, "booleanValue", result);
        } else if (result.equals(CD_int)) {
            unbox(code, CD_Integer, "intValue", result);
        } else {
            code.checkcast(result).areturn();
        }
    }

    private static void unbox(CodeBuilder code, ClassDesc wrapper, String method, ClassDesc type) {
        code.checkcast(wrapper)
                .invokevirtual(wrapper, method, MethodTypeDesc.of(type))
                .ireturn();
    }

    private static void box(CodeBuilder code, ClassDesc type) {
        if (type.isPrimitive()) {
            boolean isLong = type.equals(CD_long);
            ClassDesc wrapper = isLong ? CD_Long : CD_Integer;
            code.invokestatic(wrapper, "valueOf", MethodTypeDesc.of(wrapper, isLong ? type : CD_int));
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
