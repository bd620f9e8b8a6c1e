package swapr.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One process of an application, numbered from 1. There is only one edge, because it is the entry point. */
record Instance(App app, int number) {

    /** The first instance of each application, then the second instance of each service, and so on. */
    static List<Instance> all(int instances) {
        var all = new ArrayList<Instance>();
        for (var number = 1; number <= instances; number++) {
            for (var app : App.values()) {
                if (number == 1 || app.hasDatabase()) {
                    all.add(new Instance(app, number));
                }
            }
        }
        return all;
    }

    /** @throws IllegalArgumentException if no application has this name */
    static Instance of(String process) {
        var parts = process.replace("-service", "").split("-", 2);
        var app = Arrays.stream(App.values())
                .filter(each -> each.process().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no service " + process));
        return new Instance(app, parts.length == 1 ? 1 : Integer.parseInt(parts[1]));
    }

    /** Its name on the command line, such as {@code purchase} or {@code purchase-2}. */
    String process() {
        return number == 1 ? app.process() : app.process() + "-" + number;
    }
}
