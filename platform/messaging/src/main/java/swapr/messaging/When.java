package swapr.messaging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean's method as the reaction to one type of event. The method takes the payload as a record of the fields
 * it reads, or an {@link Envelope} of that record, and runs exactly once per event and consumer, inside a database
 * transaction that also notes the event as processed.
 *
 * <p>Every component of the record is required; {@link java.util.Optional} marks one that may be absent. When the
 * method fails it is tried again with backoff, then the event is parked: later events of the same key wait behind it,
 * all other keys go on. Two reactions of one consumer to the same type and version stop the start-up.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface When {

    /** The name of the event on the wire. */
    String value();

    /** The schema version this method reads; another version of the same type needs a method of its own. */
    int version() default 1;

    /** The topic the event travels on. */
    String topic();

    /**
     * The consumer (group) this reaction belongs to; empty means the service's own, {@code spring.application.name}. It may
     * have placeholders, for reactions that several services share: {@code ${spring.application.name}-sessions}.
     */
    String consumer() default "";
}
