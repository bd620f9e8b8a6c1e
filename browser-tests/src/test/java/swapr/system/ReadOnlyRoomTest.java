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

    private static String up(String room) {
        Map<String, String> environment = new HashMap<>(RunningMarketplace.IMPATIENT);
        environment.put("SWAPR_ROOM", room);
        return Swapr.run(environment, "up", "--detach").expecting(0).output();
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
    void aRoomThatOnlyReadsShowsDeadLettersWithoutButtons() {
        up("read");
        try (var poisoned = new PoisonedKey();
                Tab tab = ControlRoomTest.open("dead")) {
            String head = "listing/" + poisoned.open("listing").getFirst();
            assertThat(tab.find("[data-letter='" + head + "'] .life")).hasText("parked");
            assertThat(tab.find(".dead")).containsText("This control room only reads.");
            assertThat(tab.find(".dead button")).hasCount(0);

            tab.find("[data-letter='" + head + "'] a").click();
            assertThat(tab.find(".letter .fields")).isVisible();
            assertThat(tab.find(".letter")).containsText("This control room only reads.");
            assertThat(tab.find(".letter button")).hasCount(0);
        }
    }

    @Test
    void withoutARoomTheMarketplaceIsHealthyAndPrintsNoLink() {
        assertThat(up("read")).contains("control room");
        Swapr.run("down", "room").expecting(0);

        assertThat(up("off")).doesNotContain("control room");
        assertThat(Swapr.run("status").expecting(0).output())
                .contains("purchase")
                .doesNotContain("control room")
                .doesNotContainPattern("(?m)^room ");
    }
}
