package swapr.messaging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean's method as the reaction to one type of event. The method takes the payload as a record of the fields
 * that it reads, or an {@link Envelope} of that record. It runs in a database transaction that also marks the event as
 * processed. So its changes in the database are made exactly once per event and consumer.
 *
 * <pre>{@code
 * record OrderPlaced(UUID orderId, Optional<String> note) {}
 *
 * @When(value = "OrderPlaced", topic = "purchase-events")
 * void reserve(OrderPlaced order) {
 *     reservations.add(order.orderId());
 * }
 * }</pre>
 *
 * <p>Every component of the record is required, except an {@link java.util.Optional}. If the method fails, it is tried
 * again with growing pauses; then the event is parked. Later events with the same key wait behind it, all other keys
 * continue. A service with two reactions of one consumer to the same type and version does not start.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface When {

    /** The wire name of the event. */
    String value();

    /** The schema version that this method reads. Each version of a type needs its own method. */
    int version() default 1;

    /** The topic of the event. An event of this type on another topic is not handled. */
    String topic();

    /**
     * The consumer group of this reaction. Empty means the group of the service, {@code spring.application.name}.
     * Reactions that several services share use a placeholder: {@code ${spring.application.name}-sessions}.
     */
    String consumer() default "";
}
