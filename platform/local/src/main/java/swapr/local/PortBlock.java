package swapr.local;

import java.util.LinkedHashMap;
import java.util.Map;

/** One block of ports, so that a second marketplace, or somebody else's 8080, needs one number changed. */
record PortBlock(int base) {

    static final int USUAL = 8080;
    private static final int SIZE = 18;

    PortBlock {
        if (base < 1024 || base > 65_535 - SIZE) {
            throw new IllegalArgumentException("the block of ports begins between 1024 and " + (65_535 - SIZE));
        }
    }

    int bank() {
        return base + 6;
    }

    int mailPage() {
        return base + 7;
    }

    int smtp() {
        return base + 8;
    }

    int kafka() {
        return base + 9;
    }

    int kafkaController() {
        return base + 10;
    }

    int postgres() {
        return base + 11;
    }

    int of(App app) {
        return base + app.place();
    }

    int managementOf(App app) {
        return base + 12 + app.place();
    }

    /** Each port with the process that wants it. */
    Map<Integer, String> owners() {
        var owners = new LinkedHashMap<Integer, String>();
        for (var app : App.values()) {
            owners.put(of(app), app.process());
            owners.put(managementOf(app), app.process());
        }
        owners.put(bank(), "bank");
        owners.put(mailPage(), "mail");
        owners.put(smtp(), "mail");
        owners.put(kafka(), "kafka");
        owners.put(kafkaController(), "kafka");
        owners.put(postgres(), "postgres");
        return owners;
    }

    String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
