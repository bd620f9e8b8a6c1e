package swapr.analytics;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import swapr.testing.Access;
import swapr.testing.IntegrationTest;
import swapr.testing.Operation;
import swapr.testing.Operation.Given;

@IntegrationTest
class AccessTest {

    @Autowired
    ApplicationContext context;

    @TestFactory
    Stream<DynamicContainer> everyOperationByEveryIdentity() {
        return Access.of(
                context,
                "analytics",
                Stream.of("weekly-listings", "sales", "funnel", "conditions")
                        .map(AccessTest::publicOperation)
                        .toList());
    }

    private static Operation publicOperation(String figure) {
        String path = "/analytics/" + figure;
        return new Operation("GET " + path, () -> new Given(UUID.randomUUID(), path), 200, 200, 200, 200);
    }
}
