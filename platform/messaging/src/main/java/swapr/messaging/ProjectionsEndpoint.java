package swapr.messaging;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Projections: {@code GET} lists them with the newest event that each has applied, {@code POST /{name}} rebuilds one
 * from the topics. Event ids sort by time, so an index finds the newest event among any number of them.
 */
@Endpoint(id = "projections")
final class ProjectionsEndpoint {

    private final Projections projections;
    private final MessagingProperties properties;
    private final SubscriptionRegistry subscriptions;
    private final JdbcTemplate jdbc;

    ProjectionsEndpoint(
            Projections projections,
            MessagingProperties properties,
            SubscriptionRegistry subscriptions,
            JdbcTemplate jdbc) {
        this.projections = projections;
        this.properties = properties;
        this.subscriptions = subscriptions;
        this.jdbc = jdbc;
    }

    @ReadOperation
    Map<String, Object> list() {
        List<Map<String, @Nullable Object>> states = properties.projections().entrySet().stream()
                .map(projection -> {
                    Map<String, @Nullable Object> state =
                            jdbc.queryForMap("""
                            select ? as name, newest.event_id as newest_event, newest.processed_at as newest_applied_at
                            from (values (1)) as always left join lateral (
                              select event_id, processed_at from processed_events
                              where consumer = ? and outcome = 'applied' order by event_id desc limit 1) newest on true
                            """, projection.getKey(), projection.getKey());
                    state.put("tables", projection.getValue());
                    return state;
                })
                .toList();
        return Map.of("projections", states);
    }

    @WriteOperation
    WebEndpointResponse<Map<String, Object>> rebuild(@Selector String name) {
        var subscription = subscriptions.of(name);
        if (subscription == null || !properties.projections().containsKey(name)) {
            return new WebEndpointResponse<>(Map.of("status", 404, "detail", "No projection " + name), 404);
        }
        long start = System.nanoTime();
        long applied = projections.rebuild(name, subscription);
        return new WebEndpointResponse<>(
                Map.of("name", name, "applied", applied, "millis", (System.nanoTime() - start) / 1_000_000));
    }
}
