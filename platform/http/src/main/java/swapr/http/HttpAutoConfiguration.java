package swapr.http;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The request limits of the application's port. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(RequestProperties.class)
@Import(ProblemErrorController.class)
class HttpAutoConfiguration {

    @Bean
    RefusedRequests refusedRequests(MeterRegistry meters, JsonMapper json) {
        return new RefusedRequests(meters, json);
    }

    @Bean
    FilterRegistrationBean<BodyBufferingFilter> bodyBufferingFilter(RequestProperties bounds, RefusedRequests refused) {
        return BodyBufferingFilter.registration(bounds, refused);
    }

    @Bean
    FilterRegistrationBean<RequestHeadFilter> requestHeadFilter(RefusedRequests refused) {
        return RequestHeadFilter.registration(refused);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> headDeadlineProtocol(RequestProperties bounds) {
        return tomcat -> HeadDeadlineProtocol.useIn(tomcat, bounds);
    }
}
