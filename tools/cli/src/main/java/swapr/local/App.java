package swapr.local;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The six Spring Boot applications, in the order of their ports. */
enum App {
    EDGE("edge", 0),
    USER("user-service", 1),
    LISTING("listing-service", 2),
    PURCHASE("purchase-service", 3),
    NOTIFICATION("notification-service", 4),
    ANALYTICS("analytics-service", 5);

    private final String module;
    private final int place;

    App(String module, int place) {
        this.module = module;
        this.place = place;
    }

    /** The offset of its port in the block of ports. */
    int place() {
        return place;
    }

    /** Its name on the command line. */
    String process() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The database role of the running application. The role's search path selects the schema. */
    String role() {
        return module.replace('-', '_');
    }

    /** The role that owns the schema and runs the migrations. */
    String ownerRole() {
        return role() + "_owner";
    }

    /**
     * The largest heap, as the JVM option takes it. Heaps are small, because the serial collector fills a heap before
     * it collects old objects. The edge may hold requests for five services that do not answer, 204 MB. user-service
     * needs 19 MB for each password that it hashes.
     */
    String heap() {
        return switch (this) {
            case EDGE -> "256m";
            case USER -> "192m";
            case LISTING, PURCHASE, NOTIFICATION, ANALYTICS -> "128m";
        };
    }

    static List<App> withDatabase() {
        return Stream.of(values()).filter(App::hasDatabase).toList();
    }

    boolean hasDatabase() {
        return this != EDGE;
    }

    Path jar(Path root) {
        return root.resolve(module).resolve("target").resolve(module + ".jar");
    }

    /** The environment variables of an application. Other settings have defaults that fit the default ports. */
    Map<String, String> environment(int number, PortBlock ports, Secrets secrets) {
        var instance = new Instance(this, number);
        var all = new LinkedHashMap<String, String>();
        all.put("SWAPR_PORT", Integer.toString(ports.of(instance)));
        all.put("SWAPR_MANAGEMENT_PORT", Integer.toString(ports.managementOf(instance)));
        all.put("SWAPR_KAFKA", "127.0.0.1:" + ports.kafka());
        all.put("SWAPR_DB_URL", "jdbc:postgresql://127.0.0.1:%d/swapr".formatted(ports.postgres()));
        // Through the edge, which selects an instance that is up.
        all.put("SWAPR_JWKS", ports.url(ports.of(EDGE)) + "/api/.well-known/jwks.json");
        if (hasDatabase()) {
            all.put("SWAPR_DB_PASSWORD", secrets.role(role()));
            all.put("SWAPR_DB_OWNER_PASSWORD", secrets.role(ownerRole()));
        }
        switch (this) {
            case EDGE -> {
                all.put("SWAPR_POSTGRES", "127.0.0.1:" + ports.postgres());
                all.put("SWAPR_BANK", ports.url(ports.bank()));
                all.put("SWAPR_MAIL_URL", ports.url(ports.mailPage()));
                for (var person : List.of(Person.ADA, Person.BOB)) { // never the operator
                    all.put(person.variable(), secrets.password(person));
                }
                for (var app : values()) {
                    all.put("SWAPR_" + app.name() + "_URL", ports.urls(app));
                }
            }
            case USER -> {
                for (var person : Person.values()) {
                    all.put(person.variable(), secrets.password(person));
                }
            }
            case LISTING -> all.put("SWAPR_SEED_CATALOG", "true");
            case PURCHASE -> all.put("SWAPR_BANK", ports.url(ports.bank()));
            case NOTIFICATION -> {
                all.put("SWAPR_SMTP_HOST", "127.0.0.1");
                all.put("SWAPR_SMTP_PORT", Integer.toString(ports.smtp()));
            }
            case ANALYTICS -> {}
        }
        return all;
    }
}
