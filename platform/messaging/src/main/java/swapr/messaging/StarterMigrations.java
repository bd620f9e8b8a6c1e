package swapr.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Migrates the tables of each starter, and then the tables of the service. A starter has its migrations under
 * {@code swapr/<starter>/db} and its own history table, {@code flyway_<starter>_history}. So each of them numbers its
 * migrations independently.
 */
final class StarterMigrations implements FlywayMigrationStrategy {

    private static final Pattern MIGRATION = Pattern.compile("swapr/([a-z]+)/db/[^/]+\\.sql$");

    @Override
    public void migrate(Flyway service) {
        for (String starter : starters()) {
            Flyway.configure()
                    .configuration(service.getConfiguration())
                    .locations("classpath:swapr/" + starter + "/db")
                    .table("flyway_" + starter + "_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        }
        Flyway.configure()
                .configuration(service.getConfiguration())
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    static Set<String> starters() {
        Set<String> starters = new TreeSet<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:swapr/*/db/*.sql")) {
                Matcher migration = MIGRATION.matcher(file.getURL().getPath());
                if (migration.find()) {
                    starters.add(migration.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return starters;
    }
}
