package swapr.messaging;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Replaces the real annotation, because this module must not depend on messaging. The rule finds it by name. */
@Retention(RetentionPolicy.RUNTIME)
public @interface When {
    String value();

    String topic() default "";

    String consumer() default "";
}
