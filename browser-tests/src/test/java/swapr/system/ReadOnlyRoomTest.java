package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The control room with {@code SWAPR_ROOM=read}, and no control room with {@code off}. */
@InBrowser
class ReadOnlyRoomTest {

    private static void up(String room) {
        Map<String, String> environment = new HashMap<>(RunningMarketplace.IMPATIENT);
        environment.put("SWAPR_ROOM", room);
        Swapr.run(environment, "up", "--detach").expecting(0);
    }

    @BeforeEach
    void withoutTheRoom() {
        Swapr.run("down", "room").expecting(0);
    }

    @AfterEach
    void theRoomIsBack() {
        Swapr.run("down", "room"); // there may be none
        up("");
    }

    @Test
    void aRoomThatOnlyReadsHasNoFaultsAndRefusesChanges() {
        up("read");
        try (Tab tab = ControlRoomTest.open("faults")) {
            assertThat(tab.find("[role=alert][data-status='403']")).containsText("This control room only reads.");
            assertThat(tab.find("nav")).containsText("Balance");
            assertThat(tab.find("nav [data-page=faults]")).hasCount(0);
            Object status = tab.page.evaluate("""
                    () => fetch('/room/api/faults', { method: 'POST', body: '{"do":"undo_everything"}',
                      headers: { 'Content-Type': 'application/json', 'X-Swapr': 'room' } })
                      .then(answer => answer.status)
                    """);
            assertThat(status).isEqualTo(403);
        }
    }

    @Test
    void withoutARoomTheMarketplaceIsHealthyAndPrintsNoLink() {
        up("off");
        String status = Swapr.run("status").expecting(0).output();

        assertThat(status).contains("purchase").doesNotContainPattern("(?m)^room ");
    }
}
