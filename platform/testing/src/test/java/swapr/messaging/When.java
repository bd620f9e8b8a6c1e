package swapr.messaging;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands in for the real one, which this module must not depend on; the rule knows it by name. */
@Retention(RetentionPolicy.RUNTIME)
public @interface When {
    String value();

    String topic() default "";

    String consumer() default "";
}
