package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal has each fault once, with its end, also for the next process. */
class FaultJournalTest {

    @TempDir
    Path home;

    private FaultJournal journal = new FaultJournal(Path.of(""));

    @BeforeEach
    void journal() {
        journal = new FaultJournal(home);
    }

    @Test
    void aFaultLastsUntilItsEnd() {
        journal.begin(FaultJournal.CONTROL_ROOM, "bank down");
        assertThat(journal.newest(9)).singleElement().matches(FaultJournal.Entry::isOpen);

        journal.end(entry -> entry.is("bank"), "undone");

        assertThat(new FaultJournal(home).newest(9)).singleElement().satisfies(entry -> {
            assertThat(entry.fault()).isEqualTo("bank down");
            assertThat(entry.end()).isEqualTo("undone");
            assertThat(entry.ended()).isAfterOrEqualTo(entry.at());
        });
    }

    @Test
    void anEndDoesNotChangeOtherFaultsOrAnEarlierEnd() {
        journal.begin(FaultJournal.CONTROL_ROOM, "freeze kafka");
        journal.end(entry -> entry.is("freeze kafka"), "time limit");
        journal.begin(FaultJournal.CONTROL_ROOM, "freeze kafka");
        journal.begin(FaultJournal.CHAOS, "kill-kafka");

        journal.end(entry -> true, "undone");

        assertThat(journal.newest(9))
                .extracting(FaultJournal.Entry::end)
                .as("the newest first; a fault of ./swapr chaos ends with its scenario")
                .containsExactly(null, "undone", "time limit");
        assertThat(journal.newest(1)).extracting(FaultJournal.Entry::fault).containsExactly("kill-kafka");
    }

    @Test
    void aLineThatIsNotCompleteHidesNoOtherFault() throws IOException {
        journal.begin(FaultJournal.CONTROL_ROOM, "bank down");
        var file = home.resolve("data").resolve("chaos").resolve("journal.jsonl");
        Files.writeString(file, "{\"id\":\"1\",\"at\n", StandardOpenOption.APPEND);
        journal.begin(FaultJournal.CONTROL_ROOM, "freeze kafka");

        assertThat(journal.newest(9))
                .extracting(FaultJournal.Entry::fault)
                .containsExactly("freeze kafka", "bank down");
    }

    @Test
    void aScenarioEndsWithItsProcess() throws IOException {
        journal.begin(FaultJournal.CHAOS, "kill-kafka");
        var file = home.resolve("data").resolve("chaos").resolve("journal.jsonl");
        var own = "\"pid\":" + ProcessHandle.current().pid();
        assertThat(Files.readString(file)).contains(own);
        Files.writeString(file, Files.readString(file).replace(own, "\"pid\":" + Integer.MAX_VALUE));

        assertThat(journal.newest(9)).extracting(FaultJournal.Entry::end).containsExactly("its process died");
        assertThat(new FaultJournal(home).newest(9))
                .extracting(FaultJournal.Entry::ended)
                .doesNotContainNull();
    }

    @Test
    void aFaultEndsByItsId() {
        var id = journal.begin(FaultJournal.CHAOS, "kill-kafka");
        journal.begin(FaultJournal.CHAOS, "kill-postgres");

        journal.end(id, "done");

        assertThat(journal.newest(9)).extracting(FaultJournal.Entry::end).containsExactly(null, "done");
    }
}
