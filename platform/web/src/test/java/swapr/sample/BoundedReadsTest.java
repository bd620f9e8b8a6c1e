package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.ErrorResponseException;
import swapr.testing.IntegrationTest;
import swapr.web.BoundedReads;

@IntegrationTest
class BoundedReadsTest {

    @Autowired
    BoundedReads reads;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RestTestClient http;

    @Test
    void aReadThatTakesTooLongIsStoppedAndTheCallerGets503() {
        assertThatThrownBy(() -> reads.read(this::sleepTenSeconds)).isInstanceOf(QueryTimeoutException.class);
        http.get()
                .uri("/public/failures/slow")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("The query was stopped because it took too long. Request less data, or try again after the"
                        + " time in Retry-After.");
    }

    @Test
    void theTimeLimitEndsWithTheRead() {
        reads.read(() -> 1);

        assertThat(jdbc.sql("show statement_timeout").query(String.class).single())
                .isEqualTo("0");
    }

    @Test
    void readsInProgressLeaveConnectionsForOthersAndOneMoreReadGets503() throws Exception {
        var reading = new CountDownLatch(4);
        var release = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(callers.submit(() -> reads.read(() -> {
                    reading.countDown();
                    await(release);
                    return 1;
                })));
            }
            reading.await();
            assertThat(jdbc.sql("select 1").query(Integer.class).single()).isEqualTo(1);
            assertThatThrownBy(() -> reads.read(() -> 1)).isInstanceOfSatisfying(ErrorResponseException.class, busy -> {
                assertThat(busy.getStatusCode().value()).isEqualTo(503);
                assertThat(busy.getHeaders().getFirst("Retry-After")).isEqualTo("1");
            });
            release.countDown();
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isEqualTo(1);
            }
        }
        assertThat(reads.read(() -> 2)).isEqualTo(2);
    }

    private String sleepTenSeconds() {
        return jdbc.sql("select pg_sleep(10)::text").query(String.class).single();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
