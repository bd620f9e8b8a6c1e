package swapr.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import swapr.testing.Access;
import swapr.testing.Kafka;
import swapr.testing.Operation;
import swapr.testing.Operation.Given;

@NotificationTest
class AccessTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Kafka kafka;

    @Autowired
    Inboxes inboxes;

    @TestFactory
    Stream<DynamicContainer> everyOperationByEveryIdentity() {
        return Access.of(
                context,
                "notifications",
                List.of(new Operation("GET /notifications", this::notification, 401, 200, 200, 200)));
    }

    private Given notification() {
        Person owner = Person.named("Owner");
        kafka.deliver("listing-events", owner.lists("A secret of " + owner.id()))
                .eventually(() -> assertThat(inboxes.of(owner)).hasSize(1));
        return new Given(owner.id(), "/notifications").secret("A secret of " + owner.id());
    }
}
