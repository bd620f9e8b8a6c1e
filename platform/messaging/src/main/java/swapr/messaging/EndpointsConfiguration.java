package swapr.messaging;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The actuator endpoints of messaging. An endpoint exists only if the service exposes it. */
@Configuration(proxyBeanMethods = false)
class EndpointsConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint
    DeadLettersEndpoint deadLettersEndpoint(Parts parts, JdbcTemplate jdbc) {
        return new DeadLettersEndpoint(parts, jdbc);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    JourneyEndpoint journeyEndpoint(JdbcTemplate jdbc) {
        return new JourneyEndpoint(jdbc);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    ChoreographyEndpoint choreographyEndpoint(Parts parts, EventTypes types, SubscriptionRegistry subscriptions) {
        return new ChoreographyEndpoint(parts.service(), types, subscriptions);
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    ProjectionsEndpoint projectionsEndpoint(Parts parts, SubscriptionRegistry subscriptions, JdbcTemplate jdbc) {
        return new ProjectionsEndpoint(parts, subscriptions, jdbc);
    }
}
