package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class EventContextTest {

    private final EventContext request = new EventContext("corr-1", null, "anonymous");
    private final EventContext reaction = new EventContext("corr-2", "event-7", "service:shop");

    @BeforeEach
    void withAnotherFieldOfTheLog() {
        MDC.clear();
        MDC.put("traceId", "4711");
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void workWithoutAContextGetsANewCorrelationId() {
        EventContext first = EventContext.current("shop");

        assertThat(first.actor()).isEqualTo("service:shop");
        assertThat(first.cause()).isEqualTo(first.correlationId());
        assertThat(EventContext.current("shop").correlationId()).isNotEqualTo(first.correlationId());
    }

    @Test
    void theLogIsNotTheSourceOfTheContext() {
        MDC.put("correlation_id", "from the log");

        assertThat(EventContext.current("shop").correlationId()).isNotEqualTo("from the log");
    }

    @Test
    void anInnerContextEndsWithItsWork() {
        request.run(() -> {
            reaction.run(() -> {
                assertThat(EventContext.current("shop")).isEqualTo(reaction);
                assertThat(reaction.cause()).isEqualTo("event-7");
                assertThat(MDC.getCopyOfContextMap())
                        .isEqualTo(Map.of(
                                "traceId", "4711",
                                "correlation_id", "corr-2",
                                "causation_id", "event-7",
                                "actor", "service:shop"));
            });
            assertThat(EventContext.current("shop")).isEqualTo(request);
            assertThat(MDC.getCopyOfContextMap())
                    .isEqualTo(Map.of("traceId", "4711", "correlation_id", "corr-1", "actor", "anonymous"));
        });
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("traceId", "4711"));
    }

    @Test
    void anExceptionPassesAndEndsTheContext() {
        assertThatThrownBy(() -> request.call(() -> {
                    throw new IOException("closed");
                }))
                .isInstanceOf(IOException.class);

        assertThat(EventContext.current("shop")).isNotEqualTo(request);
        assertThat(MDC.get("correlation_id")).isNull();
    }

    @Test
    void anotherThreadHasItsOwnContext() {
        String other = request.call(() -> CompletableFuture.supplyAsync(
                        () -> EventContext.current("shop").correlationId())
                .join());

        assertThat(other).isNotEqualTo("corr-1");
    }
}
