package swapr.messaging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean's method as the handler of one type of command on a work queue. Commands are for side effects in
 * external systems. The handler runs at least once per command, <em>outside</em> any transaction, concurrently and in
 * no order (a Kafka share group). So its effect must be idempotent in the external system.
 *
 * <pre>{@code
 * record ChargePayment(UUID paymentId) {}
 *
 * @WorkQueue(value = "ChargePayment", topic = "payment-requests")
 * Runnable charge(ChargePayment command) {
 *     var answer = bank.charge(command.paymentId());
 *     return () -> payments.store(command.paymentId(), answer);
 * }
 * }</pre>
 *
 * <p>A handler that has a result to store returns it as a {@link Runnable}. It runs in the transaction that notes the
 * command as done, so the result is stored exactly once. It may append events, and it must not call external systems.
 * After a rollback it runs again.
 *
 * <p>If the handler fails, the command is stored and tried again with growing pauses. After
 * {@code swapr.messaging.work.attempts} it is parked. A handler that cannot start now throws {@link TryAgainLater}. A
 * handler needs its own time limit below {@code swapr.messaging.work.lease}, because after the lease another instance
 * may run the command.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface WorkQueue {

    /** The wire name of the command. */
    String value();

    /** The schema version that this method reads. */
    int version() default 1;

    /** The topic of the work queue. */
    String topic();
}
