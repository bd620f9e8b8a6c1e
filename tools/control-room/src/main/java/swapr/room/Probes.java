package swapr.room;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks each process for its health, and each service for its outbox and its dead letters. */
final class Probes {

    /** The health of a process, and the time since when it is so. */
    record ProcessState(String name, Health health, Instant since) {

        /** The state of a broker that accepts connections and does not answer; other processes are unchanged. */
        ProcessState brokerIsSilent(Instant silentSince) {
            return name.equals("kafka") && health == Health.HEALTHY
                    ? new ProcessState(name, Health.SILENT, silentSince)
                    : this;
        }
    }

    /**
     * Events that are not on Kafka yet, and dead letters.
     *
     * @param outbox the number of events
     * @param events the oldest of them; null if the room has no token of the operator
     * @param deadLetters records that are parked, or wait behind a parked one
     * @param breaker the state of its circuit breaker, such as {@code open}; null if it has none
     */
    record ServiceState(
            String service,
            long outbox,
            @Nullable JsonNode events,
            long deadLetters,
            @Nullable String breaker,
            Instant at) {}

    private static final Duration TIMEOUT = Duration.ofMillis(1_500);
    private static final String GAUGES = "prometheus?includedNames=swapr_outbox_pending,swapr_dead_letters_open"
            + ",resilience4j_circuitbreaker_state";
    private static final Pattern BREAKER =
            Pattern.compile("(?m)^resilience4j_circuitbreaker_state\\{[^}]*state=\"(\\w+)\"[^}]*} 1\\.0$");
    private static final Pattern GAUGE = Pattern.compile("(?m)^(swapr_\\w+)(?:\\{[^}]*})? ([0-9.Ee+-]+)$");

    private final Settings settings;
    private final Operator operator;
    private final Choreography choreography;
    private final WorkQueues queues;
    private final ConcurrentMap<String, ProcessState> processes = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ServiceState> services = new ConcurrentHashMap<>();

    Probes(Settings settings, Operator operator, Choreography choreography, WorkQueues queues) {
        this.settings = settings;
        this.operator = operator;
        this.choreography = choreography;
        this.queues = queues;
    }

    /** The last state of each process, in the order of the settings. */
    List<ProcessState> processes() {
        return settings.processes().stream()
                .map(target -> processes.get(target.name()))
                .filter(Objects::nonNull)
                .toList();
    }

    List<ServiceState> services() {
        return new ArrayList<>(services.values());
    }

    /** Asks one process. A frozen one needs the timeout, so each process is asked in a thread of its own. */
    void ask(Settings.Target target) {
        var health = Health.of(target.health());
        processes.compute(
                target.name(),
                (name, before) -> before != null && before.health() == health
                        ? before
                        : new ProcessState(name, health, Instant.now()));
        if (health == Health.HEALTHY && target.isService()) {
            try {
                askService(target);
            } catch (IOException | JacksonException e) {
                // The last state stays, with its time. The next health check shows whether the service is away.
            }
        }
    }

    private void askService(Settings.Target target) throws IOException {
        var service = target.service();
        var token = operator.token();
        if (token != null && !choreography.knows(service)) {
            choreography.add(read(target, "choreography", token));
        }
        var groups = choreography.queues(service);
        if (token != null && !groups.isEmpty()) {
            var known = queues.known(groups);
            queues.update(known, read(target, "workqueues", token));
        }
        var exposition = HttpClient.get(target.actuator(GAUGES), null, TIMEOUT).body();
        var gauges = gauges(exposition);
        var outbox = token == null ? null : read(target, "outbox", token);
        services.put(
                service,
                new ServiceState(
                        service,
                        outbox == null
                                ? gauges.getOrDefault("swapr_outbox_pending", 0L)
                                : outbox.path("pending").asLong(),
                        outbox == null ? null : outbox.path("events"),
                        gauges.getOrDefault("swapr_dead_letters_open", 0L),
                        breaker(exposition),
                        Instant.now()));
    }

    private static JsonNode read(Settings.Target target, String endpoint, String token) throws IOException {
        var reply = HttpClient.get(target.actuator(endpoint), token, TIMEOUT);
        if (reply.status() != 200) {
            throw new IOException(target.name() + " answered " + reply.status() + " to " + endpoint);
        }
        return Json.MAPPER.readTree(reply.body());
    }

    /** The state of the circuit breaker: the one whose gauge is 1. */
    static @Nullable String breaker(String exposition) {
        var state = BREAKER.matcher(exposition);
        return state.find() ? state.group(1).replace('_', ' ') : null;
    }

    /** The sum of each gauge over its labels. */
    static Map<String, Long> gauges(String exposition) {
        var sums = new ConcurrentHashMap<String, Long>();
        var lines = GAUGE.matcher(exposition);
        while (lines.find()) {
            sums.merge(lines.group(1), (long) Double.parseDouble(lines.group(2)), Long::sum);
        }
        return sums;
    }
}
