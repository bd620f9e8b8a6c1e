package swapr.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;

/** Tests the limits over HTTP. Each test uses its own network addresses, as the edge forwards them. */
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class LimitsTest {

    private static final int CONCURRENT_SIGN_INS = 120;

    private final RestTestClient http;
    private final MeterRegistry meters;

    @Autowired
    LimitsTest(RestTestClient http, MeterRegistry meters) {
        this.http = http;
        this.meters = meters;
    }

    @Test
    void theSixthGuessWaitsButTheOwnerAtAnotherAddressDoesNot() {
        Person ada = Person.registered(http, "Ada");
        String stranger = anAddress();
        double before = signIns("throttled");

        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(signIn(ada.email(), "guess number " + attempt, stranger)
                            .getStatus()
                            .value())
                    .isEqualTo(401);
        }
        var refused = signIn(ada.email(), "guess number six", stranger);

        assertThat(refused.getStatus().value()).isEqualTo(429);
        assertThat(refused.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
        assertThat(refused.getResponseHeaders().getFirst(HttpHeaders.CONTENT_TYPE))
                .isEqualTo("application/problem+json");
        assertThat(refused.getResponseBody()).contains("There were too many wrong passwords. Try again in 1 s.");
        assertThat(signIns("throttled")).isEqualTo(before + 1);
        assertThat(signIn(ada.email(), ada.password(), anAddress()).getStatus().value())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(signIn(ada.email(), ada.password(), stranger)
                        .getStatus()
                        .value())
                .isEqualTo(200));
    }

    @Test
    void guessesOfTheCurrentPasswordCountToo() {
        Person ada = Person.registered(http, "Ada");
        String thief = anAddress();

        var statuses = IntStream.range(0, 6)
                .mapToObj(attempt -> http.put()
                        .uri("/users/me/password")
                        .headers(ada::authorize)
                        .header("X-Forwarded-For", thief)
                        .body(Map.of("current_password", "guess " + attempt, "new_password", "the thief's own"))
                        .exchange()
                        .returnResult(String.class)
                        .getStatus()
                        .value())
                .toList();

        assertThat(statuses).containsExactly(422, 422, 422, 422, 422, 429);
    }

    @Test
    void oneAddressMaySend120RegistrationsAndThenOneASecond() {
        Person ada = Person.registered(http, "Ada");
        String room = anAddress();

        List<Integer> statuses = IntStream.range(0, 200)
                .mapToObj(attempt -> http.post()
                        .uri("/users")
                        .header("X-Forwarded-For", room)
                        .body(Map.of("name", "Ada", "email", ada.email(), "password", Person.PASSWORD))
                        .exchange()
                        .returnResult(String.class)
                        .getStatus()
                        .value())
                .toList();

        assertThat(statuses.subList(0, 120)).containsOnly(409);
        assertThat(statuses).contains(429);
    }

    /** Hashing is slow on purpose. Calls that wait for it must not hold the permits of all other calls. */
    @Test
    void manySignInsLeaveRoomForKeysAndProfiles() throws Exception {
        Person ada = Person.registered(http, "Ada");
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = IntStream.range(0, CONCURRENT_SIGN_INS)
                    .mapToObj(number -> threads.submit(() -> {
                        start.await();
                        return signIn(Person.newEmail(), Person.PASSWORD, anAddress())
                                .getStatus()
                                .value();
                    }))
                    .toList();
            start.countDown();

            for (int round = 0; round < 10; round++) {
                http.get()
                        .uri("/.well-known/jwks.json")
                        .exchange()
                        .expectStatus()
                        .isOk();
                http.get()
                        .uri("/users/me")
                        .headers(ada::authorize)
                        .exchange()
                        .expectStatus()
                        .isOk();
            }

            var statuses = new java.util.ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).contains(401, 503).containsOnly(401, 503);
        }
    }

    @Test
    void theAuditLogHasAllActionsWithoutAddressesAndSecrets(CapturedOutput output) {
        Person ada = Person.registered(http, "Ada");
        String moved = Person.newEmail();
        signIn(ada.email(), "a wrong password", anAddress());
        http.patch()
                .uri("/users/me")
                .headers(ada::authorize)
                .body(Map.of("email", moved, "current_password", ada.password()))
                .exchange()
                .expectStatus()
                .isOk();
        http.put()
                .uri("/users/me/password")
                .headers(ada::authorize)
                .body(Map.of("current_password", ada.password(), "new_password", "a whole new password"))
                .exchange()
                .expectStatus()
                .isNoContent();
        String again = Person.signIn(http, moved, "a whole new password");
        for (String call : List.of("/sessions", "/users/me")) {
            String token = call.equals("/users/me") ? Person.signIn(http, moved, "a whole new password") : again;
            http.delete()
                    .uri(call)
                    .header(HttpHeaders.AUTHORIZATION, token)
                    .exchange()
                    .expectStatus()
                    .isNoContent();
        }

        assertThat(output.getOut()
                        .lines()
                        .filter(line -> line.contains("subject=user:" + ada.id()))
                        .map(line -> line.replaceAll(".*event=(\\S+) outcome=(\\S+) subject=.*", "$1 $2")))
                .containsExactly(
                        "registration ok",
                        "sign-in ok",
                        "sign-in failed",
                        "email-change ok",
                        "password-change ok",
                        "sign-in ok",
                        "sign-out-everywhere ok",
                        "sign-in ok",
                        "erasure ok");
        assertThat(output.getAll()).doesNotContain(ada.email(), moved, ada.password(), ada.bearer(), "whole new");
    }

    private double signIns(String outcome) {
        return meters.counter("swapr.sign.ins", "outcome", outcome).count();
    }

    private EntityExchangeResult<String> signIn(String email, String password, String address) {
        return http.post()
                .uri("/sessions")
                .header("X-Forwarded-For", address)
                .body(Map.of("email", email, "password", password))
                .exchange()
                .expectBody(String.class)
                .returnResult();
    }

    /** Returns an address from the block for documentation (RFC 3849). */
    private static String anAddress() {
        var random = ThreadLocalRandom.current();
        return "2001:db8:0:0:0:0:%x:%x".formatted(random.nextInt(1, 0x10000), random.nextInt(1, 0x10000));
    }
}
