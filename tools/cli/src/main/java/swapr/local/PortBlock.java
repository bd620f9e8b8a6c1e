package swapr.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A block of ports. If another program uses 8080, or for a second marketplace, only the base has to change.
 *
 * @param base the first port
 * @param instances the number of instances of each service, 1 to 3; more have the same offsets in the next blocks
 * @param room whether the control room is one of the processes
 */
record PortBlock(int base, int instances, boolean room) {

    static final int USUAL = 8080;
    static final int MAX_INSTANCES = 3;
    private static final int SIZE = 18;

    PortBlock {
        if (instances < 1 || instances > MAX_INSTANCES) {
            throw new IllegalArgumentException("there can be one to three instances of each service, not " + instances);
        }
        if (base < 1024 || base > 65_535 - SIZE * instances) {
            throw new IllegalArgumentException(
                    "the first port of the block must be between 1024 and " + (65_535 - SIZE * instances));
        }
    }

    /** With the control room. */
    PortBlock(int base, int instances) {
        this(base, instances, true);
    }

    PortBlock(int base) {
        this(base, 1);
    }

    /** The names of all processes, in the order in which they are shown. */
    List<String> processes() {
        return Stream.of(
                        Stream.of("postgres", "kafka", "bank", "mail"),
                        Instance.all(instances).stream().map(Instance::process),
                        room ? Stream.of(Room.NAME) : Stream.<String>empty())
                .flatMap(names -> names)
                .toList();
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

    /** In the next block, where a second edge would be. There is only one edge. */
    int roomPage() {
        return base + SIZE;
    }

    int of(App app) {
        return of(new Instance(app, 1));
    }

    int of(Instance instance) {
        return base + SIZE * (instance.number() - 1) + instance.app().place();
    }

    int managementOf(App app) {
        return managementOf(new Instance(app, 1));
    }

    int managementOf(Instance instance) {
        return of(instance) + 12;
    }

    /** The URLs of all instances of an application, separated by commas. */
    String urls(App app) {
        return String.join(
                ",",
                Instance.all(instances).stream()
                        .filter(instance -> instance.app() == app)
                        .map(instance -> url(of(instance)))
                        .toList());
    }

    /** Each port with the process that uses it. */
    Map<Integer, String> owners() {
        var owners = new LinkedHashMap<Integer, String>();
        for (var instance : Instance.all(instances)) {
            owners.put(of(instance), instance.process());
            owners.put(managementOf(instance), instance.process());
        }
        owners.put(bank(), "bank");
        owners.put(mailPage(), "mail");
        owners.put(smtp(), "mail");
        owners.put(kafka(), "kafka");
        owners.put(kafkaController(), "kafka");
        owners.put(postgres(), "postgres");
        if (room) {
            owners.put(roomPage(), Room.NAME);
        }
        return owners;
    }

    String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
