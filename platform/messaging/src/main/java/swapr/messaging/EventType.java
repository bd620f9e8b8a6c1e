package swapr.messaging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The wire name of a record this service publishes, declared once. Class names never reach the wire, so classes may be
 * renamed and moved freely. Two records with the same name and version stop the start-up.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {

    /** The name on the wire: a fact in the past tense for an event, an imperative for a command. */
    String value();

    /** The version of the payload's schema, 1 or more; raised only by an incompatible change. */
    int version() default 1;

    /** The topic; empty means the one topic of this service, {@code swapr.messaging.topic}. Work queues name theirs. */
    String topic() default "";
}
