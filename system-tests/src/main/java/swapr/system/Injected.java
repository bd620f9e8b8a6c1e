package swapr.system;

import java.util.ArrayList;
import java.util.List;

/** What a scenario wrote onto the topics itself, so that the oracle does not take it for the marketplace's own. */
final class Injected {

    private final List<String[]> rows = new ArrayList<>();

    synchronized void add(
            String topic, int partition, long offset, boolean malformed, boolean unknownVersion, byte[] value) {
        rows.add(new String[] {
            topic,
            Integer.toString(partition),
            Long.toString(offset),
            Boolean.toString(malformed),
            Boolean.toString(unknownVersion),
            Evidence.md5(value)
        });
    }

    synchronized List<String[]> rows() {
        return List.copyOf(rows);
    }
}
