package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The learner's saved texts of a lab, in {@code workshop/mine/NN/TIME}. Git ignores this directory. */
record Attempts(Path root, int lab) {

    /** Files that the learner had changed before any lab. */
    static final int BEFORE_LABS = 0;

    /** Lists the files of the product that the learner has deleted. */
    private static final String DELETED = "deleted.txt";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** Copies these files of the checkout. An attempt is complete or does not exist. Returns its directory. */
    Path save(List<String> changed) {
        try {
            Files.createDirectories(directory());
            Path saving = Files.createTempDirectory(directory(), ".saving-");
            var deleted = new StringBuilder();
            for (var path : changed) {
                var file = root.resolve(path);
                if (Files.exists(file)) {
                    var copy = saving.resolve(path);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                } else {
                    deleted.append(path).append('\n');
                }
            }
            Files.writeString(saving.resolve(DELETED), deleted);
            var time = LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
            var saved = directory().resolve(time);
            for (var number = 2; Files.exists(saved); number++) {
                saved = directory().resolve(time + "_" + number);
            }
            return Files.move(saving, saved, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save your text, so nothing was changed", e);
        }
    }

    /** All attempts, oldest first. */
    List<Path> all() {
        try (var all = Files.exists(directory()) ? Files.list(directory()) : Stream.<Path>empty()) {
            return all.filter(attempt -> !attempt.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of an attempt by path; empty for a deleted file. */
    static Map<String, Optional<String>> texts(Path attempt) {
        var texts = new HashMap<String, Optional<String>>();
        try {
            for (var file : LabCompiler.files(attempt)) {
                texts.put(attempt.relativize(file).toString(), Optional.of(Files.readString(file)));
            }
            texts.remove(DELETED);
            Files.readAllLines(attempt.resolve(DELETED)).forEach(path -> texts.put(path, Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private Path directory() {
        return root.resolve("workshop/mine/%02d".formatted(lab));
    }
}
