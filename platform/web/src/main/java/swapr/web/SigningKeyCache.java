package swapr.web;

import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the signing keys of user-service in memory. One thread fetches them before the port opens and again at a fixed
 * age. So a token check does not wait for a fetch, and a failed fetch changes nothing. A token with an unknown key id
 * also starts a fetch, at most one in {@link KeyProperties#unknown()}. Only the request with that token waits.
 *
 * <p>{@code JWKSourceBuilder} is not used, for two reasons. Its cache takes the lock before the rate limit, so forged
 * tokens would queue while user-service hangs. Over the rate limit its exception leads to 503 instead of 401.
 */
final class SigningKeyCache implements JWKSource<SecurityContext>, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SigningKeyCache.class);

    private record Fetched(JWKSet keys, long nanos) {
        boolean isOlderThan(Duration age) {
            return System.nanoTime() - nanos > age.toNanos();
        }
    }

    private final KeyFetch fetch;
    private final KeyProperties settings;
    private final AtomicLong lastUnknown;
    private volatile @Nullable Fetched known;
    private volatile boolean failing;
    private volatile @Nullable ScheduledExecutorService thread;

    SigningKeyCache(KeyFetch fetch, KeyProperties settings) {
        this.fetch = fetch;
        this.settings = settings;
        this.lastUnknown = new AtomicLong(System.nanoTime() - settings.unknown().toNanos());
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws RemoteKeySourceException {
        List<JWK> matching = selector.select(keys());
        return matching.isEmpty() && fetchedForUnknown() ? selector.select(keys()) : matching;
    }

    private JWKSet keys() throws RemoteKeySourceException {
        Fetched keys = known;
        if (keys == null || keys.isOlderThan(settings.outage())) {
            throw new RemoteKeySourceException(
                    "No signing keys are available: no fetch from user-service succeeded within the last "
                            + settings.outage(),
                    null);
        }
        return keys.keys();
    }

    private boolean fetchedForUnknown() {
        long last = lastUnknown.get();
        long now = System.nanoTime();
        ScheduledExecutorService fetching = thread;
        return fetching != null
                && now - last >= settings.unknown().toNanos()
                && lastUnknown.compareAndSet(last, now)
                && finished(fetching.submit(this::fetch));
    }

    private boolean finished(Future<?> task) {
        try {
            task.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            log.debug("No new signing keys arrived in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void fetchWhenDue() {
        Fetched keys = known;
        if (keys == null || keys.isOlderThan(settings.refresh())) {
            fetch();
        }
    }

    private void fetch() {
        try {
            known = new Fetched(fetch.fetch(), System.nanoTime());
            if (failing) {
                failing = false;
                log.info("The signing keys of user-service can be fetched again");
            }
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                failing = true;
                log.warn(
                        "The signing keys of user-service cannot be fetched. Retries follow every {}. Cause: {}",
                        settings.retry(),
                        e.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        var fetching = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("signing-keys").daemon().unstarted(task));
        thread = fetching;
        finished(fetching.submit(this::fetch));
        long pause = settings.retry().toMillis();
        var _ = fetching.scheduleWithFixedDelay(this::fetchWhenDue, pause, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledExecutorService fetching = thread;
        thread = null;
        if (fetching != null) {
            fetching.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** The phase is before the web server, so that the keys are fetched before the port opens. */
    @Override
    public int getPhase() {
        return 1;
    }
}
