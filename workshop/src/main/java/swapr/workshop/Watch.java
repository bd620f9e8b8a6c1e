package swapr.workshop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import swapr.system.Waiting;

/**
 * Compiles the text of the open lab at each save. It compares the content of the files every 500 ms, because file
 * events do not work on all systems.
 */
final class Watch {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Labs labs;
    private final Runnable hint;
    private final Lab lab;
    private boolean ended;

    Watch(Labs labs, Runnable hint) {
        this.labs = labs;
        this.hint = hint;
        this.lab = labs.open(null);
    }

    void run() throws IOException {
        boolean hasKeys = Boolean.getBoolean("swapr.terminal");
        if (hasKeys) {
            System.out.println("Enter checks, h shows a hint, q ends.");
        }
        var keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (long seen = 0; !ended; ) {
            long now = content();
            if (now != seen) {
                seen = now;
                say(() -> {
                    labs.runs().compile(lab);
                    System.out.println("It compiles.");
                });
            }
            if (hasKeys && keys.ready()) {
                key(keys.readLine());
            } else {
                Waiting.until(PAUSE, () -> false);
            }
        }
    }

    private void key(@Nullable String line) {
        switch (line) {
            case "" -> say(() -> labs.runs().check(labs.open(lab.number()), null));
            case "h" -> say(hint);
            case "q" -> ended = true;
            case null -> ended = true;
            default -> System.out.println("Enter checks, h shows a hint, q ends.");
        }
    }

    private static void say(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            System.out.println("swapr: " + e.getMessage());
        }
    }

    /** A checksum of all files of the lab, with their names. */
    private long content() throws IOException {
        var sum = new CRC32();
        for (var module : lab.modules()) {
            for (var file : LabCompiler.files(labs.root().resolve(module).resolve("src/main"))) {
                sum.update(file.toString().getBytes(StandardCharsets.UTF_8));
                sum.update(Files.readAllBytes(file));
            }
        }
        return sum.getValue();
    }
}
