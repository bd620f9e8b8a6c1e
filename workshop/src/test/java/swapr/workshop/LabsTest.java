package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swapr.system.Waiting;
import swapr.workshop.LabPatches.Variant;

/**
 * Checks the texts of the labs in one running marketplace: the starter is red with its line, the solution is green, and
 * each mutant is red with its line. {@code ./mvnw verify -Pworkshop} checks all of them. {@code -Pchaos} checks some of
 * them for a few minutes, and prints which ones are left.
 */
@EnabledIfSystemProperty(named = "swapr.test.workshop", matches = "all|turn")
class LabsTest {

    private static final boolean ALL =
            System.getProperty("swapr.test.workshop", "").equals("all");

    /** No check of a turn begins later than this after the start of the marketplace. */
    private static final Duration TURN = Duration.ofMinutes(4);

    private static final int PORT = Integer.getInteger("swapr.test.workshop.port", 19_080);
    private static final Path HOME = Path.of("target/labs home").toAbsolutePath();
    private static final LabMarketplace MARKETPLACE = new LabMarketplace(LabPatches.ROOT, HOME);

    private static final List<String> LEFT = new ArrayList<>();

    private static @Nullable Lab last;
    private static long end;

    @BeforeAll
    static void up() {
        MARKETPLACE.down();
        Lab.all(LabPatches.ROOT).forEach(MARKETPLACE::forget);
        MARKETPLACE.up(PORT, "--fresh", "--no-restart");
        end = System.nanoTime() + TURN.toNanos();
    }

    @AfterAll
    static void down() {
        MARKETPLACE.down();
        if (!LEFT.isEmpty()) {
            System.out.println("Left to later builds and to .ci/workshop: " + String.join("; ", LEFT));
        }
    }

    /** With {@code -Dswapr.test.texts='lab 5, .*'}, only the texts of lab 5. */
    static List<Variant> variants() {
        var wanted =
                LabPatches.all().filter(variant -> isWanted(variant.toString())).toList();
        return ALL ? wanted : LabTurn.of(new Checkout(LabPatches.ROOT), wanted);
    }

    static Stream<Incident> incidents() {
        return Stream.of(Incident.values()).filter(incident -> ALL && isWanted("lab 14, " + incident));
    }

    private static boolean isWanted(String text) {
        return text.matches(System.getProperty("swapr.test.texts", ".*"));
    }

    /** Starts processes that the check before has left down, and puts the product into the services of its lab. */
    private static void begin(Lab lab) {
        MARKETPLACE.up(PORT, "--no-restart");
        if (last != null && last.number() != lab.number()) {
            MARKETPLACE.forget(last);
            MARKETPLACE.restart(last.built());
        }
        last = lab;
    }

    @Test
    void oneTopicIsAQueueATopicAndAStream() throws Exception {
        assumeTrue(ALL && isWanted("lab 12, compare"));
        var text = new ByteArrayOutputStream();

        new BrokerComparison(MARKETPLACE.running().bootstrapServers()).print(new PrintStream(text));

        System.out.println(text);
        assertThat(text.toString(StandardCharsets.UTF_8))
                .containsPattern("queue .*\\[[1-9]\\d?, [1-9]\\d?]")
                .containsPattern("topic .*\\[60, 60]")
                .containsPattern("stream .*\\[60, 60]")
                .containsPattern("compression lz4 : +[1-9]");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("incidents")
    void anIncidentIsFoundAndEnds(Incident incident) {
        var lab = Lab.numbered(LabPatches.ROOT, 14);
        begin(lab);
        var incidents = Incidents.in(HOME);
        incidents.choose(incident.number());
        var check = new LabCheck(MARKETPLACE);
        try {
            var red = check.run(lab, lab.seed()).text(Duration.ZERO, "");
            assertThat(red).contains("✗ " + incident.complaint);

            var wrong = incidents.accuse(
                    MARKETPLACE.running(),
                    "edge",
                    incident.cause.word,
                    incident.evidence().getFirst());
            assertThat(wrong)
                    .containsExactly("process:  wrong: " + incident.clue, "cause:    right", "evidence: right");
            assertThat(Waiting.until(Duration.ofSeconds(20), () -> isShown(incident)))
                    .as("%s in%n%s", incident.evidence(), board())
                    .isTrue();

            var later = check.run(lab, lab.seed()).text(Duration.ZERO, ""); // the fault is there again, and only once
            assertThat(later).contains("✗ " + incident.complaint, "1 wrong accusations");
            assertThat(Waiting.until(Duration.ofSeconds(20), () -> isShown(incident)))
                    .as("%s in%n%s", incident.evidence(), board())
                    .isTrue();

            var right = incidents.accuse(
                    MARKETPLACE.running(),
                    incident.process,
                    incident.cause.word,
                    incident.evidence().getFirst());
            assertThat(right)
                    .contains("process:  right")
                    .anySatisfy(line -> assertThat(line).contains("1 wrong accusations"));
            var green = check.run(lab, lab.seed());
            System.out.println(red + right + green.text(Duration.ZERO, ""));
            assertThat(green.isGreen()).as(green.text(Duration.ZERO, "")).isTrue();
        } finally {
            incidents.end(MARKETPLACE.running());
        }
    }

    private static String board() {
        return String.join("\n", new MetricsBoard(MARKETPLACE.running()).lines());
    }

    /** Returns whether the board shows each evidence that would be accepted. */
    private static boolean isShown(Incident incident) {
        var board = board();
        return incident.evidence().stream()
                .allMatch(metric -> metric.equals(MetricsBoard.UP)
                        ? board.matches("(?s).*%s +up +0.*".formatted(incident.process))
                        : board.contains(metric));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("variants")
    void theCheckSeesWhatIsRightAndWhatIsWrong(Variant variant, @TempDir Path directory) throws Exception {
        if (!ALL && System.nanoTime() > end) {
            LEFT.add(variant.toString());
            abort("the build has no time for this text");
        }
        var lab = variant.lab();
        begin(lab);
        long since = System.nanoTime();
        var built = MARKETPLACE.build(lab, LabPatches.copy(variant, directory));
        long compiled = System.nanoTime();
        MARKETPLACE.createTables(lab);
        MARKETPLACE.restart(built);
        long restarted = System.nanoTime();

        var result = new LabCheck(MARKETPLACE).run(lab, lab.seed());

        long ended = System.nanoTime();
        if (variant.isSolution()) {
            new OpenWork(MARKETPLACE.running()).awaitNone(Duration.ofSeconds(45)); // lab 12: locks of a killed process
        }
        new LabCleanup(MARKETPLACE).discardDeadLetters(lab);
        var text = result.text(Duration.ofNanos(ended - since), "");
        System.out.printf(
                "%s: compiled in %.1f s, restarted in %.1f s, checked in %.1f s%n%s%n",
                variant, (compiled - since) / 1e9, (restarted - compiled) / 1e9, (ended - restarted) / 1e9, text);
        assertThat(result.isGreen()).as(text).isEqualTo(variant.isSolution());
        assertThat(text).contains(variant.expected());
    }
}
