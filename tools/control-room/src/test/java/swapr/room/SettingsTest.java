package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environment of the control room: on one machine, and in containers. */
class SettingsTest {

    @Test
    void withoutAnEnvironmentItShowsThisMachine() {
        var settings = Settings.of(Map.of());

        assertThat(settings.bind()).isEqualTo("127.0.0.1");
        assertThat(settings.linkCommand()).isEqualTo("./swapr status");
        assertThat(settings.readOnly()).isFalse();
        assertThat(settings.password()).isEmpty();
    }

    @Test
    void inContainersThePasswordIsAFileAndTheLinkIsReadWithDocker(@TempDir Path directory) throws IOException {
        var secret = Files.writeString(directory.resolve("secret"), "olgas\n");

        var settings = Settings.of(Map.of(
                "SWAPR_ROOM_SITE", "containers",
                "SWAPR_ROOM_LINK", "/tmp/link",
                "SWAPR_SEED_PASSWORD_OLGA_FILE", secret.toString()));

        assertThat(settings.password()).isEqualTo("olgas");
        assertThat(settings.linkCommand()).isEqualTo("docker compose exec room cat /tmp/link");
    }

    @Test
    void theProcessesMayBeOnSeveralLines() {
        var settings = Settings.of(Map.of(
                "SWAPR_ROOM_PROCESSES",
                "user=http://user-service:8093/actuator/health, purchase-2=http://two:8095/actuator/health,"
                        + " kafka=tcp://kafka:9092"));

        assertThat(settings.processes())
                .extracting(Settings.Target::name)
                .containsExactly("user", "purchase-2", "kafka");
        assertThat(settings.processes().get(1).service()).isEqualTo("purchase-service");
        assertThat(settings.processes().get(1).actuator("outbox"))
                .isEqualTo(URI.create("http://two:8095/actuator/outbox"));
    }

    @ParameterizedTest
    @CsvSource({
        "SWAPR_ROOM, off",
        "SWAPR_ROOM, READ",
        "SWAPR_ROOM_SITE, cloud",
        "SWAPR_ROOM_PORT, http",
        "SWAPR_ROOM_PROCESSES, user",
        "SWAPR_SEED_PASSWORD_OLGA_FILE, /no/such/file"
    })
    void aWrongValueIsRefusedWithItsNameAndItsValue(String name, String value) {
        assertThatThrownBy(() -> Settings.of(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name)
                .hasMessageEndingWith(value);
    }
}
