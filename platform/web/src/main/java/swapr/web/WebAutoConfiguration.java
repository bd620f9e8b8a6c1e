package swapr.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import swapr.http.RefusedRequests;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** The beans of the common HTTP part. They come before Spring Boot's own beans, which are then not created. */
@AutoConfiguration(
        before = {
            WebMvcAutoConfiguration.class,
            OAuth2ResourceServerAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(WebProperties.class)
@Import({SecurityConfiguration.class, Problems.class})
class WebAutoConfiguration {

    @Bean
    FilterRegistrationBean<CorrelationFilter> correlationFilter() {
        return CorrelationFilter.registration();
    }

    @Bean
    FilterRegistrationBean<BulkheadFilter> bulkheadFilter(WebProperties settings, RefusedRequests refused) {
        FilterRegistrationBean<BulkheadFilter> registration =
                new FilterRegistrationBean<>(new BulkheadFilter(settings.atOnce(), settings.admission(), refused));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10); // after the whole request has arrived
        return registration;
    }

    @Bean
    BoundedReads boundedReads(PlatformTransactionManager transactions, JdbcClient jdbc, RefusedRequests refused) {
        return new BoundedReads(transactions, jdbc, refused);
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemsOfTomcat() {
        return ProblemValve::addTo;
    }

    /** Answers are JSON for every {@code Accept} header, because a 406 would come after the call has changed data. */
    @Bean
    WebMvcConfigurer controllers() {
        return new WebMvcConfigurer() {
            @Override
            public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
                negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CurrentUserArgument());
            }

            @Override
            public void addFormatters(FormatterRegistry formatters) {
                formatters.addFormatterForFieldAnnotation(new OneLineFormatter());
            }
        };
    }

    /**
     * Money is a decimal string in JSON, so a {@code BigDecimal} is written as a string. A number for a string and a
     * fraction for a whole number are errors of the caller. They are reported and not converted.
     */
    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return builder -> builder.addModule(
                        new SimpleModule().addDeserializer(String.class, new StrictStringDeserializer()))
                .withConfigOverride(
                        BigDecimal.class, money -> money.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> EnumSet.of(
                                        CoercionInputShape.Integer,
                                        CoercionInputShape.Float,
                                        CoercionInputShape.Boolean)
                                .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
                .withCoercionConfig(
                        LogicalType.Integer,
                        number -> number.setCoercion(CoercionInputShape.Float, CoercionAction.Fail));
    }
}
