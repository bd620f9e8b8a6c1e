package swapr.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;
import swapr.local.TcpProxy;

/**
 * Starts the whole application on random ports, with a real broker without topics and groups, and an empty database.
 * Tests can inject {@link Kafka} and {@link Tokens}. A web application has a {@code RestTestClient} on its port. There
 * is a {@link TcpProxy} if {@link #databaseBehindProxy} is set.
 *
 * <p>With the system property {@code swapr.test.infrastructure=docker} (Maven: {@code -Pdocker}) the same tests run on
 * containers instead.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public @interface IntegrationTest {

    /** Further properties, {@code name=value}. Each different set needs an application context, so use few sets. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};

    /** The application's classes; empty means the {@code @SpringBootApplication} found from the test's package. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "classes")
    Class<?>[] classes() default {};

    /**
     * If true, a {@link TcpProxy} bean is in front of the database. The test can cut or stall the connections with it.
     */
    boolean databaseBehindProxy() default false;
}
