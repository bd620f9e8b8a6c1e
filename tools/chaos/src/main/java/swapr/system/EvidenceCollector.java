package swapr.system;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import swapr.local.LocalMarketplace;
import swapr.system.Oracle.Verdict;

/** Reads the whole state of a marketplace at rest, from outside, into an {@link EvidenceDatabase}. */
final class EvidenceCollector {

    /** The repetitions that the faults explain: records sent twice, and e-mails with an unknown outcome. */
    record Allowed(long duplicates, long mails) {}

    private final LocalMarketplace marketplace;
    private final EvidenceDatabase evidenceDatabase;

    private EvidenceCollector(LocalMarketplace marketplace, EvidenceDatabase evidenceDatabase) {
        this.marketplace = marketplace;
        this.evidenceDatabase = evidenceDatabase;
    }

    /**
     * Reads the whole state of the marketplace and checks the invariants.
     *
     * @param directory for the dumps, which stay as evidence
     */
    static List<Verdict> judge(
            LocalMarketplace marketplace,
            Path directory,
            ClientHistory history,
            FaultLog faultLog,
            Allowed allowed,
            Consumer<String> progress)
            throws IOException, SQLException, InterruptedException {
        try (var evidenceDatabase = new EvidenceDatabase(marketplace.binaries(), directory.resolve("dumps"))) {
            new EvidenceCollector(marketplace, evidenceDatabase)
                    .take(history.outcomes().outcomes(), faultLog.injected(), allowed, progress);
            return Oracle.judge(evidenceDatabase);
        }
    }

    private void take(
            List<HistoryLine> history, List<FaultLog.Injected> injected, Allowed allowed, Consumer<String> progress)
            throws IOException, SQLException, InterruptedException {
        progress.accept("dumps all schemas");
        evidenceDatabase.takeSchemas(marketplace);
        progress.accept("reads all topics from the beginning");
        new TopicEvidence(marketplace.bootstrapServers(), evidenceDatabase).take();
        progress.accept("reads the bank's ledger and the mail box");
        takeLedger();
        takeMail();
        progress.accept("rebuilds each projection twice");
        Rebuilds.take(marketplace, evidenceDatabase);
        progress.accept("compares");
        evidenceDatabase.insert(
                "observed.history", history.stream().map(HistoryLine::row).toList());
        evidenceDatabase.insert(
                "observed.injected",
                injected.stream()
                        .map(record -> new String[] {
                            record.topic(),
                            Integer.toString(record.partition()),
                            Long.toString(record.offset()),
                            Boolean.toString(record.malformed()),
                            Boolean.toString(record.unknownVersion()),
                            record.digest()
                        })
                        .toList());
        evidenceDatabase.insert("observed.taken", List.<String[]>of(new String[] {
            Instant.now().toString(),
            Long.toString(allowed.duplicates()),
            Long.toString(allowed.mails()),
            mailboxSince().toString()
        }));
        evidenceDatabase.execute("""
                create index on observed.records (event_id);
                create index on observed.records (topic, part, off);
                analyze""");
    }

    /** The mailbox is in the memory of the mail server, so it has no e-mail from before the start of this process. */
    private Instant mailboxSince() {
        return Optional.ofNullable(marketplace.pids().get("mail"))
                .flatMap(ProcessHandle::of)
                .flatMap(process -> process.info().startInstant())
                .orElse(Instant.EPOCH);
    }

    private void takeLedger() throws SQLException, IOException {
        var rows = new ArrayList<String[]>();
        for (var entry : new BankLedger(marketplace).from(0)) {
            rows.add(new String[] {
                entry.path("at").asString(),
                entry.path("type").asString(),
                entry.path("payment_id").asString(),
                entry.path("order_id").asString(),
                entry.path("amount").path("amount").asString(),
                entry.path("amount").path("currency").asString()
            });
        }
        evidenceDatabase.insert("observed.ledger", rows);
    }

    private void takeMail() throws SQLException, IOException {
        var start = 0;
        while (true) {
            var page = Http.get(marketplace.url("mail") + "/api/v1/messages?limit=1000&start=" + start)
                    .path("messages");
            var rows = new ArrayList<String[]>();
            for (var message : page) {
                rows.add(new String[] {
                    message.path("MessageID").asString().replaceAll("[<>]", ""),
                    message.path("To").path(0).path("Address").asString(""),
                    message.path("Subject").asString("")
                });
            }
            if (rows.isEmpty()) {
                return;
            }
            evidenceDatabase.insert("observed.mail", rows);
            start += rows.size();
        }
    }
}
