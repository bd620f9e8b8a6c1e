package swapr.system;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reflective access to non-public methods and fields of the product. */
final class ProductReflection {

    private ProductReflection() {}

    /** Calls a method. Returns its result, or {@link Mutations#NOTHING} for null and void. */
    static Object call(Object self, String method, @Nullable Object... arguments) {
        try {
            Method found = Arrays.stream(self.getClass().getDeclaredMethods())
                    .filter(each -> each.getName().equals(method) && !each.isBridge())
                    .filter(each -> fits(each, arguments))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no method " + method + " in " + self.getClass()));
            found.setAccessible(true);
            Object result = found.invoke(self, arguments);
            return result == null ? Mutations.NOTHING : result;
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean fits(Method method, @Nullable Object... arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != arguments.length) {
            return false;
        }
        for (var i = 0; i < types.length; i++) {
            if (arguments[i] != null && !types[i].isPrimitive() && !types[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    static Object get(Object record, String component) {
        return call(record, component);
    }

    static Object field(Object self, String name) {
        try {
            return accessible(self.getClass(), name).get(self);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static Field accessible(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
