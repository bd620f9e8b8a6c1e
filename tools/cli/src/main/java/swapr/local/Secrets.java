package swapr.local;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/**
 * The passwords of the database roles and of the sample users. They are generated once, with the data, and stored in a
 * file that only its owner may read. The environment can set the users' passwords, but only before the users exist.
 */
final class Secrets {

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    static Secrets load(Path file, Map<String, String> environment) {
        try {
            var values = new Properties();
            if (Files.exists(file)) {
                try (var in = Files.newBufferedReader(file)) {
                    values.load(in);
                }
            }
            var before = values.size();
            for (var app : App.withDatabase()) {
                values.putIfAbsent(app.role(), generated(18));
                values.putIfAbsent(app.ownerRole(), generated(18));
            }
            for (var person : Person.values()) {
                var chosen = environment.getOrDefault(person.variable(), "");
                values.putIfAbsent(person.variable(), chosen.isBlank() ? generated(8) : chosen);
            }
            if (values.size() != before) {
                write(file, values);
            }
            return new Secrets(values);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write the secrets in " + file, e);
        }
    }

    String role(String role) {
        return values.getProperty(role);
    }

    String password(Person person) {
        return values.getProperty(person.variable());
    }

    /** Whether the environment sets another password than the stored one. */
    boolean overridden(Person person, Map<String, String> environment) {
        var wanted = environment.getOrDefault(person.variable(), "");
        return !wanted.isBlank() && !wanted.equals(password(person));
    }

    private static void write(Path file, Properties values) throws IOException {
        Files.createDirectories(file.getParent());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var fresh = Files.createTempFile(file.getParent(), "secrets-", ".tmp", ownerOnly);
        var text = new StringWriter();
        values.store(text, "Generated at the first start, together with the data in this directory.");
        Files.writeString(fresh, text.toString());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String generated(int bytes) {
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
