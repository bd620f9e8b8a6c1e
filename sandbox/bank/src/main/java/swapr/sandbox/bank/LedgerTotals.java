package swapr.sandbox.bank;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The totals of the ledger before a moment, by type. It continues where the last call has ended, so that a second call
 * reads only the new entries.
 */
final class LedgerTotals {

    private final LedgerFile file;
    private final Map<Entry.Kind, Long> counts = new EnumMap<>(Entry.Kind.class);
    private final Map<Entry.Kind, BigDecimal> amounts = new EnumMap<>(Entry.Kind.class);
    private long position;
    private Instant until = Instant.MIN;

    LedgerTotals(LedgerFile file) {
        this.file = file;
    }

    /** The number and the amount of each type, such as {@code captured}. All amounts have one currency. */
    synchronized Map<String, Object> before(Instant end) {
        if (end.isBefore(until)) {
            counts.clear();
            amounts.clear();
            position = 0;
        }
        until = end;
        var later = new TreeSet<Long>();
        try {
            long next = file.read(position, Integer.MAX_VALUE, (place, entry) -> {
                if (later.isEmpty() && entry.at().isBefore(end)) {
                    add(entry);
                } else {
                    later.add(place);
                }
            });
            position = later.isEmpty() ? next : later.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var totals = new LinkedHashMap<String, Object>();
        for (var kind : Entry.Kind.values()) {
            totals.put(
                    kind.name().toLowerCase(Locale.ROOT),
                    Map.of(
                            "entries", counts.getOrDefault(kind, 0L),
                            "amount",
                                    amounts.getOrDefault(kind, BigDecimal.ZERO).toPlainString()));
        }
        return totals;
    }

    private void add(Entry entry) {
        counts.merge(entry.type(), 1L, Long::sum);
        var amount = entry.amount().amount();
        if (amount != null) {
            amounts.merge(entry.type(), new BigDecimal(amount), BigDecimal::add);
        }
    }
}
