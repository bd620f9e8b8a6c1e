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
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;

/** Calls {@link Mutations#call} at the start of a method. If that returns a value, the method returns it. */
final class PlantedCall {

    private PlantedCall() {}

    static MethodTransform of(String mutant) {
        return (method, element) -> {
            if (!(element instanceof CodeModel body)) {
                method.with(element);
                return;
            }
            MethodModel original = body.parent().orElseThrow();
            method.transformCode(body, new MethodTransformer.AtStart(code -> callMutation(code, mutant, original)));
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
}
