package swapr.system;

import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Invalid, long or many headers of records. */
final class OddHeaders {

    private OddHeaders() {}

    /** Adds headers of one random kind. */
    static void addTo(ProducerRecord<byte[], byte[]> record, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> record.headers().add("traceparent", FuzzTexts.bytes("00-not-a-trace"));
            case 1 -> record.headers().add("ce_type", null);
            case 2 -> record.headers().add("a\u0000b", FuzzTexts.bytes("\u0000"));
            case 3 -> record.headers().add("x".repeat(2_000), FuzzTexts.randomBytes(random, 5_000));
            default -> {
                for (int i = 0; i < 200; i++) {
                    record.headers().add("h" + i, FuzzTexts.randomBytes(random, 20));
                }
            }
        }
    }
}
