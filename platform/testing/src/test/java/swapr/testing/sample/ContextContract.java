package swapr.testing.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;
import swapr.testing.Recording;
import swapr.testing.TestEvent;

/** Tests that pass in every context, independent of the contexts before it. */
abstract class ContextContract {

    @Autowired
    Kafka kafka;

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void theRoleOfTheApplicationIsNeitherSuperuserNorOwner() {
        assertThat(jdbc.queryForObject("select usesuper from pg_user where usename = current_user", Boolean.class))
                .isFalse();
        assertThat(jdbc.queryForObject("""
                        select pg_get_userbyid(datdba) = current_user from pg_database
                        where datname = current_database()""", Boolean.class)).isFalse();
    }

    @Test
    void everyEventReachesThisContextAndNoOther() {
        for (int i = 0; i < 12; i++) { // several partitions: another group member would receive some events
            TestEvent fact = fact();
            kafka.deliver("facts", fact)
                    .eventually(() -> assertThat(facts()).contains(fact.id().toString()));
        }
    }

    @Test
    void aSecondDeliveryThatChangesNothingPasses() {
        TestEvent fact = fact();
        kafka.deliver("facts", fact)
                .eventually(() -> assertThat(facts()).contains(fact.id().toString()))
                .andAgainChangesNothing(this::facts);
    }

    @Test
    void aSecondDeliveryThatChangesSomethingFails() {
        var delivery = kafka.deliver("careless-facts", fact())
                .eventually(() -> assertThat(carelessFacts()).isNotEmpty());

        assertThatThrownBy(() -> delivery.andAgainChangesNothing(this::carelessFacts))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("after Happened was delivered a second time");
    }

    @Test
    void aRecordingHasTheLaterRecordsAndReadReturnsAll() {
        TestEvent before = fact();
        kafka.publish("facts", before);
        try (Recording recording = kafka.record("facts", "careless-facts")) {
            TestEvent since = fact().with("price", java.util.Map.of("amount", "250.00", "currency", "USD"));
            kafka.publish("facts", since);

            ReceivedRecord received = recording.await("Happened", since.aggregateId());

            assertThat(received.payload().at("/price/amount").asString()).isEqualTo("250.00");
            assertThat(received.headers()).containsEntry("ce_id", since.id().toString());
            assertThat(recording.received()).noneMatch(found -> found.is("Happened", before.aggregateId()));
            assertThat(kafka.read("facts")).anyMatch(found -> found.is("Happened", before.aggregateId()));
        }
    }

    @Test
    void malformedRecordsCanBePublishedAndRead() {
        kafka.createTopic("garbage", 1);
        kafka.publish("garbage", null, null, java.util.Map.of());
        kafka.publish("garbage", "key", new byte[] {1, 2, 3}, java.util.Map.of("name", "value"));
        kafka.publish("garbage", "key", new byte[0], java.util.Map.of());

        assertThat(kafka.read("garbage")).extracting(ReceivedRecord::type).containsOnly("");
    }

    private static TestEvent fact() {
        return TestEvent.of("Happened", "fact:" + UUID.randomUUID());
    }

    private List<String> facts() {
        return jdbc.queryForList("select id from facts order by id", String.class);
    }

    private List<String> carelessFacts() {
        return jdbc.queryForList("select id from careless_facts order by id", String.class);
    }
}
