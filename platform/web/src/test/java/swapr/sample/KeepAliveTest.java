package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import swapr.testing.IntegrationTest;

@IntegrationTest(databaseBehindProxy = true)
class KeepAliveTest {

    /** {@code jdk.httpclient.keepalive.timeout}, in milliseconds. */
    private static final int IDLE_IN_THE_CLIENT = 30_000;

    @Autowired
    ServletWebServerApplicationContext context;

    /** Otherwise a client could send a POST on a connection that the service closes in the same moment. */
    @Test
    void theClientClosesAnIdleConnectionBeforeTheService() {
        assertThat(context.getWebServer())
                .isInstanceOfSatisfying(
                        TomcatWebServer.class,
                        server -> assertThat(server.getTomcat().getConnector().getProperty("keepAliveTimeout"))
                                .isInstanceOfSatisfying(
                                        Integer.class,
                                        timeout -> assertThat(timeout).isGreaterThan(IDLE_IN_THE_CLIENT)));
    }
}
