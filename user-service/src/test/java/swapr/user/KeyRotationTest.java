package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.local.TcpProxy;
import swapr.testing.IntegrationTest;

/** Two instances run while an operator changes the table of keys. */
@IntegrationTest(
        databaseBehindProxy = true,
        properties = {"swapr.signing.reload=100ms", "swapr.signing.announce=1h"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyRotationTest {

    private final RestTestClient one;
    private final JdbcClient database;
    private final TcpProxy proxy;
    private final Environment environment;
    private ConfigurableApplicationContext secondInstance;
    private RestTestClient two;

    @Autowired
    KeyRotationTest(RestTestClient one, JdbcClient database, TcpProxy proxy, Environment environment) {
        this.one = one;
        this.database = database;
        this.proxy = proxy;
        this.environment = environment;
    }

    @BeforeAll
    void startTheSecondInstance() {
        secondInstance = new SpringApplicationBuilder(UserServiceApplication.class)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.jmx.enabled=false",
                        argument("swapr.signing.reload"),
                        argument("swapr.signing.announce"),
                        argument("spring.kafka.bootstrap-servers"),
                        argument("spring.datasource.url"),
                        argument("spring.datasource.username"),
                        argument("spring.datasource.password"));
        two = RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + secondInstance.getEnvironment().getProperty("local.server.port"))
                .build();
    }

    @AfterAll
    void stopTheSecondInstance() {
        secondInstance.close();
    }

    private String argument(String property) {
        return "--" + property + "=" + environment.getRequiredProperty(property);
    }

    @Test
    void aNewKeyIsPublishedThenSignsAndADeletedKeyIsRefusedWithoutARestart() throws Exception {
        Person ada = Person.registered(one, "Ada");
        String first = keyOf(ada.bearer());
        JWK next = newKey();

        insert(next);
        eventually(instance -> assertThat(publishedKeys(instance)).containsExactly(next.getKeyID(), first));
        assertThat(keyOf(signIn(one, ada))).as("published, does not sign yet").isEqualTo(first);

        database.sql("update signing_keys set created_at = now() - interval '2 hours' where generation = 2")
                .update();
        eventually(instance -> assertThat(keyOf(signIn(instance, ada))).isEqualTo(next.getKeyID()));
        String signedByOne = signIn(one, ada);
        String signedByTwo = signIn(two, ada);
        for (RestTestClient instance : List.of(one, two)) {
            assertThat(status(instance, ada.bearer())).as("the old key").isEqualTo(200);
            assertThat(status(instance, signedByOne)).isEqualTo(200);
            assertThat(status(instance, signedByTwo)).isEqualTo(200);
        }

        database.sql("delete from signing_keys where generation = 1").update();
        eventually(instance -> {
            assertThat(publishedKeys(instance)).containsExactly(next.getKeyID());
            assertThat(status(instance, ada.bearer())).as("the deleted key").isEqualTo(401);
        });
        assertThat(status(two, signedByOne)).isEqualTo(200);

        proxy.cut();
        try {
            await().during(java.time.Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(publishedKeys(one)).containsExactly(next.getKeyID()));
        } finally {
            proxy.restore();
        }
    }

    private interface Check {
        void on(RestTestClient instance) throws Exception;
    }

    private void eventually(Check check) {
        await().untilAsserted(() -> {
            check.on(one);
            check.on(two);
        });
    }

    private void insert(JWK key) {
        database.sql("insert into signing_keys (generation, jwk) values (2, ?)")
                .param(key.toJSONString())
                .update();
    }

    private static JWK newKey() throws JOSEException {
        return new RSAKeyGenerator(2048)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint(true)
                .generate();
    }

    private static String signIn(RestTestClient http, Person person) {
        return Person.signIn(http, person.email(), person.password());
    }

    private static String keyOf(String bearer) throws ParseException {
        return SignedJWT.parse(bearer.substring("Bearer ".length())).getHeader().getKeyID();
    }

    private static List<String> publishedKeys(RestTestClient http) throws ParseException {
        String published = http.get()
                .uri("/.well-known/jwks.json")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return Stream.of(JWKSet.parse(String.valueOf(published)).getKeys())
                .flatMap(List::stream)
                .map(JWK::getKeyID)
                .toList();
    }

    private static int status(RestTestClient http, String bearer) {
        return http.get()
                .uri("/users/me")
                .header(HttpHeaders.AUTHORIZATION, bearer)
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value();
    }
}
