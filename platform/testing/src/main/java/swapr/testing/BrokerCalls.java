package swapr.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.awaitility.Awaitility;

/** Waits for the broker. */
final class BrokerCalls {

    static final Duration TIMEOUT = Duration.ofSeconds(20);
    static final Duration PAUSE = Duration.ofMillis(50);

    private BrokerCalls() {}

    /** Waits up to 20 seconds for the condition. */
    static void await(String condition, Callable<Boolean> holds) {
        Awaitility.await(condition).atMost(TIMEOUT).pollInterval(PAUSE).until(holds);
    }

    /** Returns the result of a call. It fails without an answer within 30 seconds. */
    static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The broker did not answer within 30 seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
