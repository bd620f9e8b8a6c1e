package swapr.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import swapr.http.RefusedRequests;
import tools.jackson.databind.json.JsonMapper;

class BulkheadFilterTest {

    private static final FilterChain SERVICE = (request, response) -> {};

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BulkheadFilter bulkhead =
            new BulkheadFilter(2, Duration.ofMillis(50), new RefusedRequests(meters, JsonMapper.shared()));

    private MockHttpServletResponse send(FilterChain service) throws Exception {
        var response = new MockHttpServletResponse();
        bulkhead.doFilter(new MockHttpServletRequest("GET", "/orders"), response, service);
        return response;
    }

    @Test
    void aRequestWithoutAPermitGets503WithRetryAfter() throws Exception {
        var inside = new CountDownLatch(2);
        var leave = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                var _ = callers.submit(() -> send((request, response) -> {
                    inside.countDown();
                    await(leave);
                }));
            }
            try {
                inside.await();
                MockHttpServletResponse refused = send((request, response) -> {
                    throw new AssertionError("This request is over the limit, so it must not reach the service");
                });
                assertThat(refused.getStatus()).isEqualTo(503);
                assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
                assertThat(meters.counter("swapr.requests.refused", "reason", "busy")
                                .count())
                        .isEqualTo(1);
            } finally {
                leave.countDown();
            }
        }
        assertThat(send(SERVICE).getStatus()).isEqualTo(200);
    }

    @Test
    void aFailedRequestReleasesItsPermit() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> send((request, response) -> {
                        throw new ServletException("broken");
                    }))
                    .isInstanceOf(ServletException.class);
        }
        assertThat(send(SERVICE).getStatus()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
