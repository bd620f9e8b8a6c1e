package swapr.analytics;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import swapr.testing.ArchitectureRules;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> the_house_rules_hold() {
        return ArchitectureRules.of(AnalyticsServiceApplication.class);
    }
}
