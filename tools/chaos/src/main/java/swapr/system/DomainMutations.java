package swapr.system;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The {@link Mutations mutations} of the domain rules. */
final class DomainMutations {

    private DomainMutations() {}

    /** Sends each refund again under another key. */
    static @Nullable Object refundTwice(Object self, Object[] arguments) {
        if (!arguments[0].equals("/refunds")) {
            return null;
        }
        Mutations.original(self, "post", arguments);
        return Mutations.original(self, "post", new Object[] {arguments[0], arguments[1] + ":again", arguments[2]});
    }

    /** Makes a reserved listing available again. */
    static @Nullable Object makeAvailable(Object self) {
        try {
            Field status = ProductReflection.accessible(self.getClass(), "status");
            for (Object value : status.getType().getEnumConstants()) {
                if (value.toString().equals("AVAILABLE")
                        && status.get(self).toString().equals("RESERVED")) {
                    status.set(self, value);
                }
            }
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Places an order under another Idempotency-Key. */
    static Object withAnotherKey(Object self, Object[] arguments) {
        var others = Arrays.copyOf(arguments, arguments.length);
        others[3] = UUID.randomUUID().toString();
        return Mutations.original(self, "place", others);
    }
}
