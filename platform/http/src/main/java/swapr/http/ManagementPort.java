package swapr.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The same request limits for the management port, which is a separate web server. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {

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
