package swapr.messaging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The wire name of a record that this service publishes. Class names never reach the wire, so classes can be renamed
 * and moved. A service with two records of the same name and version does not start.
 *
 * <pre>{@code
 * @EventType(value = "PriceReduced", version = 2)
 * record PriceReduced(UUID listingId, BigDecimal price) {}
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {

    /** The name on the wire: a fact in the past tense for an event, an imperative for a command. */
    String value();

    /** The version of the payload's schema, 1 or more. Only an incompatible change raises it. */
    int version() default 1;

    /**
     * The topic. Empty means the topic of this service, {@code swapr.messaging.topic}. Commands name their work queue.
     */
    String topic() default "";
}
