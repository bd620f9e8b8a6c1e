package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The learner's Git working tree. It only reads: no command of a lab writes to the repository or to its index. */
record Checkout(Path root) {

    /** More than a learner commits in a workshop. */
    private static final int LAST_COMMITS = 100;

    private record Output(int code, String text, String errors) {}

    /** @throws IllegalStateException if the directory is no Git working tree with a commit */
    String head() {
        if (!Files.exists(root.resolve(".git"))) {
            throw new IllegalStateException(
                    "%s is not a Git checkout, and the labs compare with its commit. Use git clone".formatted(root));
        }
        return git("rev-parse", "--verify", "HEAD").strip();
    }

    /** The newest commit, and before it the commits that changed files below {@code src/main} of these modules. */
    List<String> commits(List<String> modules) {
        var commits = new ArrayList<>(List.of(head()));
        if (!modules.isEmpty()) {
            var command = new ArrayList<>(List.of("rev-list", "--max-count=" + LAST_COMMITS, "HEAD", "--"));
            command.addAll(sources(modules));
            commits.addAll(git(command.toArray(String[]::new)).lines().toList());
        }
        return commits;
    }

    private static List<String> sources(List<String> modules) {
        return modules.stream().map(module -> module + "/src/main").toList();
    }

    /** The text of a file in this commit; empty if the commit has no such file. */
    Optional<String> text(String commit, String path) {
        var output = run("show", commit + ":" + path);
        return output.code == 0 ? Optional.of(output.text) : Optional.empty();
    }

    /** The files below {@code src/main} of these modules that differ from this commit: changed, added or deleted. */
    List<String> changed(String commit, List<String> modules) {
        if (modules.isEmpty()) {
            return List.of(); // without a directory, Git would compare the whole checkout
        }
        var directories = sources(modules);
        var found = new TreeSet<String>();
        found.addAll(paths(List.of("diff", "--name-only", "--no-renames", "-z", commit, "--"), directories));
        found.addAll(paths(List.of("ls-files", "--others", "--exclude-standard", "-z", "--"), directories));
        return List.copyOf(found);
    }

    /** The changed files below {@code src/main} of all other modules. A lab does not build them. */
    List<String> changedElsewhere(String commit, List<String> modules) {
        return paths(List.of("diff", "--name-only", "--no-renames", "-z", commit, "--"), List.of("*/src/main/*"))
                .stream()
                .filter(path -> modules.stream().noneMatch(module -> path.startsWith(module + "/")))
                .toList();
    }

    /** The differences between two directories below this one, as a unified diff. */
    static String difference(Path directory, String before, String after) {
        // The exit code is 1 if there are differences.
        return new Checkout(directory).run("diff", "--no-index", "--no-color", before, after).text;
    }

    private List<String> paths(List<String> command, List<String> directories) {
        var all = new ArrayList<>(command);
        all.addAll(directories);
        return Arrays.stream(git(all.toArray(String[]::new)).split("\0", -1))
                .filter(path -> !path.isEmpty())
                .toList();
    }

    /** The output of this Git command. It must only read. */
    String git(String... arguments) {
        var output = run(arguments);
        if (output.code != 0) {
            throw new IllegalStateException("git %s failed: %s"
                    .formatted(arguments[0], output.errors.lines().findFirst().orElse("no reason given")));
        }
        return output.text;
    }

    private Output run(String... arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            var errors = Files.createTempFile("swapr-git-", ".txt");
            var builder = new ProcessBuilder(command).directory(root.toFile()).redirectError(errors.toFile());
            builder.environment().put("GIT_OPTIONAL_LOCKS", "0"); // git diff must not refresh the index
            var process = builder.start();
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var output = new Output(process.waitFor(), text, Files.readString(errors));
            Files.delete(errors);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("git cannot be started. The labs need it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
