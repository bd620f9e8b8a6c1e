package swapr.workshop;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import swapr.local.OsProcess;
import swapr.system.Http;
import swapr.system.Waiting;

/** Ends in the marketplace of the labs what a check, or a wrong text, has left. */
record LabCleanup(LabMarketplace marketplace) {

    private static final String REASON = "left+by+a+lab";
    private static final List<String> SERVICES =
            List.of("user", "listing", "purchase", "notification", "analytics", "edge");
    private static final Duration HEALTHY = Duration.ofSeconds(60);
    private static final Duration LEFT = Duration.ofSeconds(10);

    /** Continues frozen processes of a check that was killed, because they would not answer. */
    void resume() {
        marketplace.pids().forEach(OsProcess::resume);
    }

    /** Ends all other faults of a check that was killed: it could not put back what it had changed. */
    void endFaults() {
        var running = marketplace.running();
        RowFault.removeAll(running);
        OrderRows.removeRepetitions(running);
        RefusedRecords.end(running.bootstrapServers(), PublishedOrders.TOPIC);
        Http.call("PUT", running.url("bank") + "/faults", Map.of("mode", "none"), Map.of());
        new Effects(running).mailServerTakes(0);
    }

    /**
     * Waits until all services are healthy. The check before may have been killed after a restart.
     *
     * @throws IllegalStateException if one is not; the message names it
     */
    void awaitHealthy() {
        var running = marketplace.running();
        for (var service : SERVICES) {
            var health = running.managementUrl(service) + "/actuator/health";
            if (!Waiting.until(
                    HEALTHY, () -> Http.call("GET", health, null, Map.of()).status() == 200)) {
                throw new IllegalStateException(service + " is not healthy. ./swapr status shows the reason");
            }
        }
    }

    /** Discards the dead letters that a wrong text has left in the services of a lab. */
    void discardDeadLetters(Lab lab) {
        var running = marketplace.running();
        var operator = Map.of("Authorization", "Bearer " + running.operatorToken());
        for (var service : lab.built()) {
            var letters = running.managementUrl(service) + "/actuator/deadletters";
            Http.call("GET", letters, null, operator)
                    .body()
                    .path("groups")
                    .valueStream()
                    .filter(group -> group.path("parked").asLong() > 0)
                    .map(group -> group.path("consumer").asString())
                    .distinct()
                    .forEach(consumer -> Http.call(
                            "DELETE", "%s?consumer=%s&reason=%s".formatted(letters, consumer, REASON), null, operator));
        }
    }

    /**
     * Discards the dead letters and the consumer groups of a lab, and stops its services. It must be possible to stop a
     * marketplace that is not healthy, so that one keeps them.
     */
    void discardIfHealthy(Lab lab, PrintStream out) {
        try {
            discardDeadLetters(lab);
            deleteGroups(lab);
        } catch (RuntimeException e) {
            out.println("The dead letters of this lab stay, because not all processes answer.");
        }
    }

    /** Stops the services of the lab first, because a group with members cannot be deleted. */
    private void deleteGroups(Lab lab) {
        if (!lab.groups().isEmpty()) {
            var servers = marketplace.running().bootstrapServers();
            marketplace.apps().stop(lab.built());
            try (var groups = new LabGroups(servers)) {
                Waiting.until(LEFT, () -> groups.isDeleted(lab.groups()));
            }
        }
    }

    /** Deletes the offsets on work queues that an earlier text has committed, because their lag would grow. */
    void forgetQueues() {
        try (var groups = new LabGroups(marketplace.running().bootstrapServers())) {
            groups.forgetQueues();
        }
    }
}
