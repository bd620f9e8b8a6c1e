package swapr.sandbox.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swapr.sandbox.bank.Entry.Kind;
import swapr.sandbox.bank.Entry.Money;

class LedgerTest {

    private static final UUID ORDER = UUID.randomUUID();
    private static final int MANY = 25_000;

    @TempDir
    Path directory;

    /** The index grows from 4,096 slots to 131,072, and is saved once. */
    @Test
    void eachOfManyKeysHasOneEntryAlsoAfterACrash() throws Exception {
        // It is not closed, as after a crash.
        var crashed = new Ledger(directory.resolve("ledger.jsonl"));
        List<UUID> payments = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var charges = IntStream.range(0, MANY)
                    .mapToObj(i -> callers.submit(() -> charge(crashed, i).paymentId()))
                    .toList();
            for (var charge : charges) {
                payments.add(charge.get());
            }
        }

        try (var ledger = new Ledger(directory.resolve("ledger.jsonl"))) {
            for (int i = 0; i < MANY; i += 7) {
                assertThat(charge(ledger, i).paymentId()).isEqualTo(payments.get(i));
                assertThat(ledger.payment(payments.get(i), ORDER)).isPresent();
            }
            assertThat(ledger.isRefunded(payments.getFirst())).isFalse();
            assertThat(ledger.payment(UUID.randomUUID(), ORDER)).isEmpty();
            int entries = 0;
            for (var page = ledger.entries(0, 10_000);
                    !page.entries().isEmpty();
                    page = ledger.entries(page.next(), 10_000)) {
                entries += page.entries().size();
            }
            assertThat(entries).isEqualTo(MANY);
        }
    }

    /** If the machine crashes, the file can lose its end although the index already has its lines. */
    @Test
    void anIndexWithLostLinesFindsOnlyLinesOfTheFile() throws IOException {
        Path file = directory.resolve("ledger.jsonl");
        long kept;
        try (var ledger = new Ledger(file)) {
            charge(ledger, 1);
            kept = Files.size(file);
            charge(ledger, 22);
            charge(ledger, 333);
        }
        Path index = directory.resolve("ledger.jsonl.index");
        byte[] withLostLines = Files.readAllBytes(index);
        System.arraycopy(ByteBuffer.allocate(8).putLong(kept).array(), 0, withLostLines, 0, 8);
        Files.write(index, withLostLines);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(kept);
        }

        try (var ledger = new Ledger(file)) {
            charge(ledger, 4_444_444);
            charge(ledger, 22);
            charge(ledger, 333);
            charge(ledger, 1);
            assertThat(ledger.entries(0, 10).entries())
                    .extracting(Entry::idempotencyKey)
                    .containsExactly("1", "4444444", "22", "333");
        }
    }

    private static Entry charge(Ledger ledger, int number) {
        var key = Integer.toString(number);
        return ledger.recordOnce(
                Entry.key(Kind.CAPTURED, key),
                "request",
                () -> new Entry(
                        Entry.now(),
                        Kind.CAPTURED,
                        UUID.randomUUID(),
                        ORDER,
                        new Money("1.00", "USD"),
                        null,
                        key,
                        "request"));
    }
}
