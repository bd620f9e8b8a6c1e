package swapr.messaging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean's method as the handler of one type of command on a work queue, for side effects on the outside world.
 * It runs at least once per command, <em>outside</em> any transaction, several at a time and in no order (a Kafka share
 * group), so what it does must be idempotent at the other end. When it fails, the command is kept and tried again with
 * growing pauses; after {@code swapr.messaging.work.attempts} it is parked in the dead letters. A handler that cannot begin
 * now throws {@link TryAgainLater}. A handler has a time limit of its own, below {@code swapr.messaging.work.lease}: after
 * that another instance may run the same command.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface WorkQueue {

    /** The name of the command on the wire. */
    String value();

    /** The schema version this method reads. */
    int version() default 1;

    /** The queue's topic. */
    String topic();
}
