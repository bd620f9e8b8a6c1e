package swapr.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The same bounds for the management port, which is a web server of its own. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {

    @Bean
    FilterRegistrationBean<BodyBufferingFilter> wholeBody(RequestProperties bounds, RefusedRequests refused) {
        return BodyBufferingFilter.registration(bounds, refused);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> punctualHttp(RequestProperties bounds) {
        return tomcat -> HeadDeadlineProtocol.useIn(tomcat, bounds);
    }
}
