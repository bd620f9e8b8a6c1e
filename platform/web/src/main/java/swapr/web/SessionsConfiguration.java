package swapr.web;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans that read the events about ended sessions and check each token against them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionProperties.class)
class SessionsConfiguration {

    @Bean
    EndedSessions endedSessions() {
        return new EndedSessions();
    }

    @Bean
    EndedSessionsTable endedSessionsTable(JdbcClient database) {
        return new EndedSessionsTable(database);
    }

    @Bean
    WhenSessionsEnd whenSessionsEnd(EndedSessionsTable table) {
        return new WhenSessionsEnd(table);
    }

    @Bean
    SessionRefresh sessionRefresh(EndedSessionsTable table, EndedSessions memory, SessionProperties settings) {
        return new SessionRefresh(table, memory, settings);
    }
}
