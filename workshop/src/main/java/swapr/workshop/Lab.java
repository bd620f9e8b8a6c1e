package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one lab, in {@code workshop/NN-name}.
 *
 * @param question the question that the lab answers
 * @param minutes the estimated time that a learner needs
 * @param seed the default seed of its check
 * @param services the services that the learner changes, such as {@code listing}
 * @param messaging the services that run with the learner's {@code platform/messaging}
 * @param groups the consumer groups that only this lab has
 */
record Lab(
        int number,
        Path directory,
        String title,
        String question,
        int minutes,
        long seed,
        List<String> services,
        List<String> messaging,
        List<String> groups) {

    /** A solution that is wrong, and a text that the check must print about it. */
    record Mutant(String name, Patch patch, String expected) {}

    static final String MESSAGING = "platform/messaging";
    private static final Pattern DIRECTORY = Pattern.compile("(\\d\\d)-[a-z-]+");

    /** All labs of a checkout, by number. */
    static List<Lab> all(Path root) {
        try (var files = Files.list(root.resolve("workshop"))) {
            return files.filter(file ->
                            DIRECTORY.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .map(Lab::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException if there is no such lab */
    static Lab numbered(Path root, int number) {
        return all(root).stream()
                .filter(lab -> lab.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no lab %d. ./swapr lab list shows the labs".formatted(number)));
    }

    private static Lab of(Path directory) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(directory.resolve("lab.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Lab(
                Integer.parseInt(directory.getFileName().toString().substring(0, 2)),
                directory,
                properties.getProperty("title"),
                properties.getProperty("question"),
                Integer.parseInt(properties.getProperty("minutes")),
                Long.parseLong(properties.getProperty("seed")),
                words(properties, "services"),
                words(properties, "messaging"),
                words(properties, "groups"));
    }

    private static List<String> words(Properties properties, String name) {
        var list = properties.getProperty(name, "").split("[, ]+", -1);
        return Stream.of(list).filter(word -> !word.isEmpty()).toList();
    }

    /** The modules whose {@code src/main} belongs to the learner while the lab is open. */
    List<String> modules() {
        var modules = new ArrayList<>(services.stream().map(Lab::module).toList());
        if (!messaging.isEmpty()) {
            modules.add(MESSAGING);
        }
        return modules;
    }

    static String module(String service) {
        return service + "-service";
    }

    /** The services that the lab builds. */
    List<String> built() {
        return Stream.concat(services.stream(), messaging.stream()).distinct().toList();
    }

    Patch starter() {
        return Patch.parse(text(".trainer/starter.patch"));
    }

    Patch solution() {
        return Patch.parse(text(".trainer/solution.patch"));
    }

    List<Mutant> mutants() {
        try (var files = Files.list(directory.resolve(".trainer/mutants"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".patch"))
                    .map(name -> name.replace(".patch", ""))
                    .sorted()
                    .map(name -> new Mutant(
                            name,
                            Patch.parse(text(".trainer/mutants/" + name + ".patch")),
                            text(".trainer/mutants/" + name + ".expect").strip()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hints, from a question to nearly the answer. Each is a section of {@code hints.md}. */
    List<String> hints() {
        return Arrays.stream(text("hints.md").split("(?m)^## .*$", -1))
                .skip(1)
                .map(String::strip)
                .toList();
    }

    /** SQL that creates the tables of the lab; empty if it has none. */
    Optional<String> setup() {
        return Files.exists(directory.resolve("setup.sql")) ? Optional.of(text("setup.sql")) : Optional.empty();
    }

    String text(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
