package swapr.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.annotation.AliasFor;

/**
 * Starts the whole application on random ports against a real broker, with no topics and groups on it, and a fresh
 * database. Beans to inject: {@link Kafka}, {@link Tokens}, a {@code RestTestClient} on the application's port when
 * it has one, and {@link TcpProxy} when {@link #databaseBehindProxy} is set.
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

    /** Further properties, {@code name=value}. Each other set is another application context, so use few. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};

    /** The application's classes; empty means the {@code @SpringBootApplication} found from the test's package. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "classes")
    Class<?>[] classes() default {};

    /** Reaches the database through a {@link TcpProxy} bean, so that the test can take it away. */
    boolean databaseBehindProxy() default false;
}
