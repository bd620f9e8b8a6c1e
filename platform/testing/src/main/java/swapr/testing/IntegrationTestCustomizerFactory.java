package swapr.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Gives every {@link IntegrationTest} its infrastructure. Spring finds this class in {@code spring.factories}. */
class IntegrationTestCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        IntegrationTest test = TestContextAnnotationUtils.findMergedAnnotation(testClass, IntegrationTest.class);
        return test == null ? null : new IntegrationTestCustomizer(test.databaseBehindProxy());
    }
}
