package swapr.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Copies the table of ended sessions into memory, before the port opens and then once a second. So an instance also has
 * the sessions that another instance has read from the topic. During an outage of the database, the copy stays
 * unchanged.
 */
class SessionRefresh extends StartupTask implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(SessionRefresh.class);
    private static final Duration CLEANING = Duration.ofMinutes(10);

    private final EndedSessionsTable table;
    private final EndedSessions memory;
    private final SessionProperties settings;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("ended-sessions").daemon().unstarted(task));
    private volatile boolean failing;

    SessionRefresh(EndedSessionsTable table, EndedSessions memory, SessionProperties settings) {
        this.table = table;
        this.memory = memory;
        this.settings = settings;
    }

    @Override
    protected void run() {
        copy();
        long pause = settings.refresh().toMillis();
        var _ = thread.scheduleWithFixedDelay(() -> attempt(this::copy), pause, pause, TimeUnit.MILLISECONDS);
        var _ = thread.scheduleWithFixedDelay(
                () -> attempt(table::deleteOld), 0, CLEANING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void copy() {
        List<EndedSession> recent = table.recent(settings.most());
        if (recent.size() == settings.most()) {
            log.error(
                    "At least {} sessions ended within {}. Tokens of the oldest ones are accepted until they expire."
                            + " Raise swapr.web.sessions.most",
                    settings.most(),
                    EndedSessionsTable.TOKENS_ARE_GONE);
        }
        memory.replace(recent);
    }

    private void attempt(Runnable task) {
        try {
            task.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                log.warn(
                        "The table ended_sessions cannot be read or cleaned. The copy in memory stays unchanged."
                                + " Retries follow. Cause: {}",
                        e.toString());
            }
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
