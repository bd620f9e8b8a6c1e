package swapr.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import swapr.http.RefusedRequests;
import tools.jackson.databind.json.JsonMapper;

class BulkheadTest {

    private static final ServerRequest REQUEST =
            ServerRequest.create(new MockHttpServletRequest("GET", "/api/orders"), List.of());
    private static final HandlerFunction<ServerResponse> SERVICE =
            request -> ServerResponse.ok().build();

    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static final RefusedRequests REFUSED = new RefusedRequests(METERS, JsonMapper.shared());

    private final Bulkhead bulkhead = new Bulkhead("purchase-service", 2, REFUSED);

    @Test
    void aRequestOverTheLimitIsRefusedAndOtherServicesAreNotAffected() throws Exception {
        var arrived = new CountDownLatch(2);
        var answer = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                var _ = callers.submit(() -> bulkhead.filter(REQUEST, request -> {
                    arrived.countDown();
                    answer.await();
                    return ServerResponse.ok().build();
                }));
            }
            try {
                arrived.await();
                ServerResponse refused = bulkhead.filter(REQUEST, request -> {
                    throw new AssertionError("This request is over the limit, so it must not reach the service");
                });
                assertThat(refused.statusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                assertThat(refused.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
                assertThat(METERS.counter("swapr.requests.refused", "reason", "busy")
                                .count())
                        .isEqualTo(1);
                assertThat(new Bulkhead("listing-service", 2, REFUSED)
                                .filter(REQUEST, SERVICE)
                                .statusCode())
                        .isEqualTo(HttpStatus.OK);
            } finally {
                answer.countDown();
            }
        }
        assertThat(bulkhead.filter(REQUEST, SERVICE).statusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void aFailedRequestReleasesItsPermit() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> bulkhead.filter(REQUEST, request -> {
                        throw new IOException("connection refused");
                    }))
                    .isInstanceOf(IOException.class);
        }
        assertThat(bulkhead.filter(REQUEST, SERVICE).statusCode()).isEqualTo(HttpStatus.OK);
    }
}
