package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stream reaches each viewer. A slow viewer costs no memory and does not delay the others. */
class UpdatesTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final Updates updates = new Updates();

    @Test
    void eachViewerGetsTheLastStateAndThenEachUpdateInOrder() throws InterruptedException {
        updates.state("state", "{\"a\":1}");
        updates.state("state", "{\"a\":2}");
        var one = updates.join(null).orElseThrow();
        var other = updates.join(null).orElseThrow();
        updates.records("{\"n\":1}");
        updates.records("{\"n\":2}");

        var events = events(one);
        assertThat(events).containsExactlyElementsOf(events(other));
        assertThat(events).hasSize(3);
        assertThat(events.get(0)).isEqualTo("event: state\ndata: {\"a\":2}\n\n");
        assertThat(events.get(1)).matches("id: \\w{8}-1\nevent: records\ndata: \\{\"n\":1}\n\n");
        assertThat(events.get(2)).contains("-2\n", "{\"n\":2}");
    }

    @Test
    void aViewerContinuesAfterTheLastUpdateThatItHasSeen() throws InterruptedException {
        updates.records("{\"n\":1}");
        updates.records("{\"n\":2}");
        var seen = id(events(updates.join("?").orElseThrow()), "x");
        assertThat(seen).as("an unknown id gets no records").isEqualTo("x");

        var first = updates.join(null).orElseThrow();
        updates.records("{\"n\":3}");
        var id = id(events(first), "");
        updates.records("{\"n\":4}");
        updates.records("{\"n\":5}");

        assertThat(events(updates.join(id).orElseThrow()))
                .extracting(event -> event.replaceAll("(?s).*(\\{.*}).*", "$1"))
                .containsExactly("{\"n\":4}", "{\"n\":5}");
    }

    @Test
    void anIdThatIsNotKeptOrOfAnotherRunAsksForAReload() throws InterruptedException {
        var viewer = updates.join(null).orElseThrow();
        updates.records("{}");
        var old = id(events(viewer), "");
        for (int n = 0; n <= Updates.KEPT; n++) {
            updates.records("{}");
        }

        assertThat(events(updates.join(old).orElseThrow())).containsExactly("event: reload\ndata: {}\n\n");
        assertThat(events(updates.join("00000000-1").orElseThrow())).containsExactly("event: reload\ndata: {}\n\n");
    }

    @Test
    void aSlowViewerIsDroppedAndInterruptedAndTheOthersGoOn() throws InterruptedException {
        var joined = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var slow = new AtomicReference<@Nullable Viewer>();
        Thread.ofVirtual().start(() -> {
            slow.set(updates.join(null).orElseThrow());
            joined.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(1)); // as in a write that does not end
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        assertThat(joined.await(10, TimeUnit.SECONDS)).isTrue();
        var quick = updates.join(null).orElseThrow();
        var received = 0;
        for (int n = 0; n <= Viewer.WAITING; n++) {
            updates.records("{}");
            received += events(quick).size();
        }

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(received).isEqualTo(Viewer.WAITING + 1);
        assertThat(updates.viewers()).isEqualTo(1);
        assertThat(slow.get()).isNotNull().matches(Viewer::isGone);
    }

    @Test
    void thereIsALimitOfViewersAndALeavingOneMakesRoom() {
        var viewers = new ArrayList<Viewer>();
        for (int n = 0; n < Updates.MOST_VIEWERS; n++) {
            viewers.add(updates.join(null).orElseThrow());
        }

        assertThat(updates.join(null)).isEmpty();
        updates.leave(viewers.getFirst());
        assertThat(updates.join(null)).isPresent();
    }

    private static List<String> events(Viewer viewer) throws InterruptedException {
        var events = new ArrayList<String>();
        for (var event = viewer.next(AT_ONCE); event != null; event = viewer.next(AT_ONCE)) {
            events.add(event);
        }
        return events;
    }

    /** The last id of these events. */
    private static String id(List<String> events, String otherwise) {
        return events.stream()
                .filter(event -> event.startsWith("id: "))
                .map(event -> event.substring(4, event.indexOf('\n')))
                .reduce((one, other) -> other)
                .orElse(otherwise);
    }
}
