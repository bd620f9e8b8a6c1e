package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control room is one of the processes, except if it is switched off. */
class RoomTest {

    @TempDir
    Path root;

    @Test
    void theVariableSwitchesItOff() {
        assertThat(Room.isWanted(Map.of())).isTrue();
        assertThat(Room.isWanted(Map.of("SWAPR_ROOM", "read"))).isTrue();
        assertThat(Room.isWanted(Map.of("SWAPR_ROOM", "off"))).isFalse();
        assertThatThrownBy(() -> Room.isWanted(Map.of("SWAPR_ROOM", "no")))
                .hasMessage("SWAPR_ROOM is no, but must be read or off. Correct it, or remove it");
    }

    @Test
    void itGetsTheHealthAddressOfEachOtherProcess() {
        var layout = new Layout(root);
        var secrets = Secrets.load(layout.secrets(), Map.of());
        var environment = Room.environment(layout, new PortBlock(9_000, 2), secrets);

        assertThat(environment)
                .containsEntry("SWAPR_ROOM_PORT", "9018")
                .containsEntry("SWAPR_ROOM_COMMAND", root.resolve("swapr").toString())
                .containsEntry("SWAPR_HOME", layout.home().toString())
                .containsEntry("SWAPR_SEED_PASSWORD_OLGA", secrets.password(Person.OLGA));
        assertThat(environment.get("SWAPR_ROOM_PROCESSES"))
                .contains("kafka=tcp://127.0.0.1:9009", "bank=http://127.0.0.1:9006/health")
                .contains("user-2=http://127.0.0.1:9031/actuator/health")
                .doesNotContain("room=");
    }

    @Test
    void theChoiceIsStoredForTheOtherCommands() {
        var layout = new Layout(root);
        new State(layout.state()).ports(new PortBlock(9_000, 1, false));

        assertThat(new State(layout.state()).portsOfLastStart().processes()).doesNotContain("room");
    }

    @Test
    void theLinkIsShownOnlyWhileItRuns() throws IOException {
        var layout = new Layout(root);
        Files.createDirectories(layout.run());
        Files.writeString(layout.run().resolve("room-link.txt"), "http://127.0.0.1:9018/room/enter?k=x\n");
        var state = new State(layout.state());
        assertThat(Room.line(layout, state)).isEmpty();

        state.add(RunningProcess.of("room", ProcessHandle.current()));
        assertThat(Room.line(layout, state)).contains("http://127.0.0.1:9018/room/enter?k=x ");
    }
}
