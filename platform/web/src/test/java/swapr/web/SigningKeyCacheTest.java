package swapr.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import swapr.local.TcpProxy;
import swapr.testing.Tokens;

/**
 * Checks tokens while user-service is healthy, is down, hangs or gets forged key ids. The tests use short times where
 * the defaults are minutes.
 */
class SigningKeyCacheTest {

    private static final UUID ADA = UUID.randomUUID();
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Tokens tokens = opened(new Tokens());
    private final TcpProxy userService =
            opened(TcpProxy.to(URI.create(tokens.jwksUri()).getPort()));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void withoutKeysNoTokenCanBeCheckedAndWithKeysItIsAccepted() {
        userService.cut();
        JwtDecoder decoder = decoder(new KeyProperties(NEVER, SOON, NEVER, TIMEOUT, NEVER));
        assertThatThrownBy(() -> decode(decoder, tokens.bearer(ADA, "Ada")))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);

        userService.restore();

        await().untilAsserted(() -> accepted(decoder, tokens.bearer(ADA, "Ada")));
    }

    @Test
    void forgedKeyIdsChangeNothingWhileUserServiceIsDown() {
        JwtDecoder decoder = decoder(new KeyProperties(SOON, SOON, SOON, TIMEOUT, NEVER));
        accepted(decoder, tokens.bearer(ADA, "Ada"));

        userService.cut();

        for (int i = 0; i < 20; i++) {
            refused(decoder, tokens.unknownKey(ADA, "Ada"));
            accepted(decoder, tokens.bearer(ADA, "Ada"));
        }
    }

    @Test
    void onlyTheTokenThatStartedTheFetchWaitsForAHangingUserService() throws Exception {
        JwtDecoder decoder = decoder(new KeyProperties(SOON, SOON, NEVER, Duration.ofSeconds(20), NEVER));
        accepted(decoder, tokens.bearer(ADA, "Ada"));
        userService.stall();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String unknown = tokens.unknownKey(ADA, "Ada");
            var first = threads.submit(() -> refused(decoder, unknown));
            List<Callable<Void>> others = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String forged = tokens.unknownKey(ADA, "Ada");
                String good = tokens.bearer(ADA, "Ada");
                others.add(() -> refused(decoder, forged));
                others.add(() -> accepted(decoder, good));
            }
            await().until(() -> !first.isDone() && tokens.fetches() >= 1);
            for (var other : threads.invokeAll(others, 10, TimeUnit.SECONDS)) {
                other.get();
            }
            assertThat(first.isDone())
                    .as("the token that started the fetch still waits")
                    .isFalse();
            userService.restore();
            first.get();
        }
    }

    @Test
    void oneThousandForgedKeyIdsCostOneFetch() throws Exception {
        JwtDecoder decoder = decoder(new KeyProperties(NEVER, NEVER, NEVER, TIMEOUT, NEVER));
        int before = tokens.fetches();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> forged = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String token = tokens.unknownKey(ADA, "Ada");
                forged.add(() -> refused(decoder, token));
            }
            for (var done : threads.invokeAll(forged)) {
                done.get();
            }
        }

        assertThat(tokens.fetches() - before).isEqualTo(1);
    }

    @Test
    void aNewKeyIsAcceptedWithItsFirstToken() {
        JwtDecoder decoder = decoder(new KeyProperties(NEVER, NEVER, NEVER, TIMEOUT, NEVER));
        String old = tokens.bearer(ADA, "Ada");

        tokens.rotate();

        accepted(decoder, tokens.bearer(ADA, "Ada"));
        accepted(decoder, old);
    }

    @Test
    void aWithdrawnKeyIsRefusedInTimeWhileForgedKeyIdsArrive() {
        JwtDecoder decoder = decoder(new KeyProperties(Duration.ofMillis(500), SOON, NEVER, TIMEOUT, NEVER));
        String old = tokens.bearer(ADA, "Ada");
        tokens.rotate();
        accepted(decoder, tokens.bearer(ADA, "Ada")); // this used the one fetch for an unknown key
        tokens.withdrawOldKeys();

        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> {
                    refused(decoder, tokens.unknownKey(ADA, "Ada"));
                    refused(decoder, old);
                });
        accepted(decoder, tokens.bearer(ADA, "Ada"));
    }

    @Test
    void theDefaultsKeepTheLimitOfFiveMinutes() {
        var defaults = new org.springframework.boot.context.properties.bind.Binder()
                .bindOrCreate("swapr.web.keys", KeyProperties.class);

        assertThat(defaults.refresh()
                        .plus(defaults.retry())
                        .plus(defaults.timeout())
                        .multipliedBy(4))
                .isLessThan(Duration.ofMinutes(5));
        assertThat(defaults.unknown()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void keysExpireIfNoFetchSucceeds() {
        JwtDecoder decoder = decoder(new KeyProperties(SOON, SOON, NEVER, TIMEOUT, Duration.ofMillis(500)));
        accepted(decoder, tokens.bearer(ADA, "Ada"));

        userService.cut();

        await().untilAsserted(() -> assertThatThrownBy(() -> decode(decoder, tokens.bearer(ADA, "Ada")))
                .isInstanceOf(JwtException.class));
    }

    @Test
    void anEndlessAnswerIsNotRead() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        opened(() -> server.stop(0));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] some = new byte[8192];
            try (var body = exchange.getResponseBody()) {
                while (true) {
                    body.write(some);
                }
            }
        });
        server.start();
        var fetch = opened(new KeyFetch(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Duration.ofSeconds(30)));

        assertThatThrownBy(fetch::fetch).hasMessageContaining("returned no valid key set");
    }

    @Test
    void aMissingAnswerEndsWithATimeout() {
        userService.stall();
        var fetch = opened(
                new KeyFetch(URI.create("http://127.0.0.1:" + userService.port() + "/"), Duration.ofMillis(200)));

        assertThatThrownBy(fetch::fetch).hasMessageContaining("did not answer");
    }

    private JwtDecoder decoder(KeyProperties settings) {
        var properties = new OAuth2ResourceServerProperties();
        properties.getJwt().setIssuerUri("swapr");
        properties.getJwt().setAudiences(List.of("swapr"));
        properties.getJwt().setJwsAlgorithms(List.of("RS256"));
        var address = URI.create("http://127.0.0.1:" + userService.port() + "/.well-known/jwks.json");
        var keys = new SigningKeyCache(opened(new KeyFetch(address, settings.timeout())), settings);
        opened(keys::stop);
        keys.start();
        return new SecurityConfiguration().jwtDecoder(keys, properties, List.of());
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.add(resource);
        return resource;
    }

    private static Void accepted(JwtDecoder decoder, String bearer) {
        decode(decoder, bearer);
        return null;
    }

    private static Void refused(JwtDecoder decoder, String bearer) {
        assertThatThrownBy(() -> decode(decoder, bearer)).isInstanceOf(BadJwtException.class);
        return null;
    }

    private static void decode(JwtDecoder decoder, String bearer) {
        decoder.decode(bearer.substring("Bearer ".length()));
    }
}
