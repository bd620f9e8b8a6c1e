package swapr.testing.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import swapr.local.TcpProxy;
import swapr.testing.Infrastructure;
import swapr.testing.IntegrationTest;
import swapr.testing.TestEvent;

@IntegrationTest(databaseBehindProxy = true)
class SecondContextTest extends ContextContract {

    @Autowired
    TcpProxy database;

    @AfterEach
    void restoreTheServers() {
        database.restore();
        Infrastructure.shared().resumeBroker();
        Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(this::answers);
    }

    @Test
    void theDatabaseConnectionsCanBeCut() {
        assertThat(answers()).isTrue();
        database.cut();
        Awaitility.await()
                .untilAsserted(() -> assertThatThrownBy(this::answers).isInstanceOf(DataAccessException.class));
    }

    @Test
    void theDatabaseConnectionsCanBeStalled() {
        assertThat(answers()).isTrue();
        database.stall();
        assertThatThrownBy(this::answers).isInstanceOf(DataAccessException.class);
    }

    @Test
    void theBrokerCanBeStalled() {
        Infrastructure infrastructure = Infrastructure.shared();
        TestEvent late = TestEvent.of("Happened", "fact:late");
        infrastructure.stallBroker();
        var publishing = Thread.ofVirtual().start(() -> kafka.publish("facts", late));
        assertThatThrownBy(
                        () -> Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> !publishing.isAlive()))
                .isInstanceOf(org.awaitility.core.ConditionTimeoutException.class);
        infrastructure.resumeBroker();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(jdbc.queryForList("select id from facts", String.class))
                        .contains(late.id().toString()));
    }

    private boolean answers() {
        return Integer.valueOf(1).equals(jdbc.queryForObject("select 1", Integer.class));
    }
}
