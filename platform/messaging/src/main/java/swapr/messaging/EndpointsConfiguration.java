package swapr.messaging;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The actuator endpoints of messaging. An endpoint exists only if the service exposes it. */
@Configuration(proxyBeanMethods = false)
class EndpointsConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint
    DeadLettersEndpoint deadLettersEndpoint(
            DeadLetterQueries queries,
            OperatorActions actions,
            JdbcTemplate jdbc,
            @Value("${spring.application.name}") String service) {
        return new DeadLettersEndpoint(queries, actions, new JourneyEndpoint(jdbc), service);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    OutboxEndpoint outboxEndpoint(JdbcTemplate jdbc) {
        return new OutboxEndpoint(jdbc);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    WorkQueuesEndpoint workQueuesEndpoint(SubscriptionRegistry subscriptions, JdbcTemplate jdbc) {
        return new WorkQueuesEndpoint(subscriptions, jdbc);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    BalanceEndpoint balanceEndpoint(DataSource dataSource) {
        return new BalanceEndpoint(dataSource);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    JourneyEndpoint journeyEndpoint(JdbcTemplate jdbc) {
        return new JourneyEndpoint(jdbc);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    ChoreographyEndpoint choreographyEndpoint(
            @Value("${spring.application.name}") String service, EventTypes types, SubscriptionRegistry subscriptions) {
        return new ChoreographyEndpoint(service, types, subscriptions);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    ProjectionsEndpoint projectionsEndpoint(
            Projections projections,
            MessagingProperties properties,
            SubscriptionRegistry subscriptions,
            JdbcTemplate jdbc) {
        return new ProjectionsEndpoint(projections, properties, subscriptions, jdbc);
    }
}
