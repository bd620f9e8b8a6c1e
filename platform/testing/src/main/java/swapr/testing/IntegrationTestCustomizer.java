package swapr.testing;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.context.WebApplicationContext;
import swapr.local.TcpProxy;
import tools.jackson.databind.json.JsonMapper;

/** Connects one application context to its infrastructure. Spring shares a context between equal customizers. */
record IntegrationTestCustomizer(boolean databaseBehindProxy) implements ContextCustomizer {

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        GenericApplicationContext beans = (GenericApplicationContext) context;
        List<String> properties = new ArrayList<>();
        properties.add("management.server.port=0");
        properties.add("logging.level.org.apache.kafka=WARN"); // each client logs its whole configuration
        properties.add("spring.security.oauth2.resourceserver.jwt.jwk-set-uri="
                + Tokens.shared().jwksUri());
        beans.registerBean(Tokens.class, Tokens::shared);
        if (context instanceof WebApplicationContext) {
            beans.registerBean(RestTestClient.class, () -> client(context), definition -> definition.setLazyInit(true));
        }
        if (DockerInfrastructure.wanted()) {
            properties.addAll(DockerInfrastructure.register(beans, databaseBehindProxy));
        } else {
            properties.addAll(useShared(beans));
        }
        TestPropertyValues.of(properties).applyTo(context);
    }

    /** Reads and writes JSON like the application. The bean is lazy, because the port is known only after the start. */
    private static RestTestClient client(ConfigurableApplicationContext context) {
        JsonMapper json = context.getBeanProvider(JsonMapper.class).getIfAvailable(JsonMapper::shared);
        return RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"))
                .configureMessageConverters(converters ->
                        converters.registerDefaults().withJsonConverter(new JacksonJsonHttpMessageConverter(json)))
                .build();
    }

    private List<String> useShared(GenericApplicationContext beans) {
        Infrastructure infrastructure = Infrastructure.shared();
        // Contexts of earlier tests are paused now. This context would read the records that they left.
        infrastructure.clear();
        Infrastructure.Database database = infrastructure.createDatabase();
        String url = database.url();
        if (databaseBehindProxy) {
            TcpProxy proxy = TcpProxy.to(infrastructure.databasePort());
            beans.registerBean(TcpProxy.class, () -> proxy);
            url = database.urlThrough(proxy);
        }
        String bootstrapServers = infrastructure.bootstrapServers();
        beans.registerBean(Kafka.class, () -> new Kafka(bootstrapServers));
        return List.of(
                "spring.kafka.bootstrap-servers=" + bootstrapServers,
                "spring.datasource.url=" + url,
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password());
    }
}
