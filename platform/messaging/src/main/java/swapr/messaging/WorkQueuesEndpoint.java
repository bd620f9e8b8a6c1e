package swapr.messaging;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code GET /actuator/workqueues}: the commands of each work queue that have no result yet. The broker (4.2.1) cannot
 * answer this: for a share group it also counts acknowledged commands, until the next command of their partition.
 */
@Endpoint(id = "workqueues")
final class WorkQueuesEndpoint {

    /** The number of messages in which a command is searched. An older one is stored for another attempt. */
    private static final int NEWEST = 5_000;

    /**
     * One work queue.
     *
     * @param open the event ids of the commands without a result, at most 500; first those that wait in the database
     *     for another attempt, or that run for longer than a worker waits
     */
    record Queue(String consumer, String topic, List<String> open) {}

    private final SubscriptionRegistry subscriptions;
    private final JdbcTemplate jdbc;

    WorkQueuesEndpoint(SubscriptionRegistry subscriptions, JdbcTemplate jdbc) {
        this.subscriptions = subscriptions;
        this.jdbc = jdbc;
    }

    @ReadOperation
    List<Queue> queues() {
        List<Queue> queues = new ArrayList<>();
        subscriptions
                .queues()
                .forEach((consumer, subscription) -> subscription
                        .topics()
                        .forEach(topic -> queues.add(new Queue(consumer, topic, open(consumer, topic)))));
        return queues;
    }

    private List<String> open(String consumer, String topic) {
        return jdbc.query("""
                (select event_id from dead_letters where status = 'RETRYING' and consumer = ? and topic = ?
                 order by id limit 500)
                union all
                (select e.event_id from event_log e
                 where e.position > (select max(position) - ? from event_log) and e.topic = ?
                   and not exists (select from processed_events p where p.consumer = ? and p.event_id = e.event_id)
                 order by e.position limit 500)
                limit 500""", (row, n) -> row.getString("event_id"), consumer, topic, NEWEST, topic, consumer);
    }
}
