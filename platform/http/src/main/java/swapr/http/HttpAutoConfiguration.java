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

/** The bounds for the application's port. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(RequestBounds.class)
@Import(ErrorPage.class)
class HttpAutoConfiguration {

    @Bean
    RefusedRequests refusedRequests(MeterRegistry meters, JsonMapper json) {
        return new RefusedRequests(meters, json);
    }

    @Bean
    FilterRegistrationBean<WholeBody> wholeBody(RequestBounds bounds, RefusedRequests refused) {
        return WholeBody.registration(bounds, refused);
    }

    @Bean
    FilterRegistrationBean<ReadableHead> readableHead(RefusedRequests refused) {
        return ReadableHead.registration(refused);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> punctualHttp(RequestBounds bounds) {
        return tomcat -> PunctualHttp.useIn(tomcat, bounds);
    }
}
