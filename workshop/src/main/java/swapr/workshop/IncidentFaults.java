package swapr.workshop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import swapr.local.LocalMarketplace;
import swapr.local.OsProcess;
import swapr.system.DatabaseSessions;
import swapr.system.Http;
import swapr.workshop.RowFault.Effect;

/** Puts the fault of an incident into the running marketplace. It stays there after the end of this process. */
record IncidentFaults(LocalMarketplace marketplace) {

    private static final String TOPIC = "listing-events";
    /** The largest one that a broker allows by default. The broker ends an older transaction itself. */
    private static final Duration TRANSACTION = Duration.ofMinutes(15);

    private static final String RIGHTS = "select, update on %1$s.relay_leadership %2$s %1$s_service";

    /** Planting a fault again does nothing, except that an open transaction is replaced by a new one. */
    void plant(Incident incident) {
        switch (incident) {
            case BANK_DOWN -> bank("down");
            case LISTING_NOT_SENDING, PURCHASE_NOT_SENDING ->
                execute("revoke " + RIGHTS.formatted(incident.process, "from"));
            case NOTIFICATION_BAD_EVENTS ->
                RowFault.untilRemoved(
                        marketplace, Effect.REFUSE, "notification.notifications", "new.kind like 'LISTING%'");
            case ANALYTICS_SLOW -> RowFault.untilRemoved(marketplace, Effect.SHORT_DELAY, "analytics.facts", "true");
            case USER_FROZEN, MAIL_FROZEN ->
                OsProcess.freeze(pid(incident.process)
                        .orElseThrow(() -> new IllegalStateException(
                                incident.process + " is not running. Run ./swapr up --detach")));
            case OPEN_TRANSACTION -> leaveTransactionOpen();
        }
    }

    /** Removes the faults of all incidents, also if there is none. */
    void remove() {
        for (var process : List.of("user", "mail")) {
            pid(process).ifPresent(pid -> OsProcess.resume(pid));
        }
        bank("none");
        RowFault.removeAll(marketplace);
        List.of("listing", "purchase").forEach(service -> execute("grant " + RIGHTS.formatted(service, "to")));
        try (var producer = producer()) {
            producer.initTransactions(); // ends the open transaction of a producer with this name
        }
        var operator = Map.of("Authorization", "Bearer " + marketplace.operatorToken());
        Http.call("POST", marketplace.managementUrl("notification") + "/actuator/deadletters/all", Map.of(), operator);
    }

    private void bank(String mode) {
        Http.call("PUT", marketplace.url("bank") + "/faults", Map.of("mode", mode), Map.of());
    }

    private Optional<Long> pid(String process) {
        return Optional.ofNullable(marketplace.pids().get(process));
    }

    private void execute(String sql) {
        try (var database = DatabaseSessions.connect(marketplace);
                var statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Readers of the topic wait at its records, because they read only what is committed. */
    private void leaveTransactionOpen() {
        var producer = producer();
        producer.initTransactions();
        producer.beginTransaction();
        for (var partition : producer.partitionsFor(TOPIC)) {
            var _ = producer.send(
                    new ProducerRecord<>(TOPIC, partition.partition(), new byte[] {'x'}, new byte[] {'x'}));
        }
        producer.flush();
        producer.close(Duration.ZERO); // does not wait, so it does not abort
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        marketplace.bootstrapServers(),
                        "transactional.id",
                        "incident",
                        "transaction.timeout.ms",
                        (int) TRANSACTION.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
