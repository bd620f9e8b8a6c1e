package swapr.workshop;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles a module in this JVM, without Maven and without the checks of the product's build.
 *
 * @param sources the directory with the modules: a checkout, or a copy of a part of it
 */
record LabCompiler(Path sources) {

    /** The text does not compile. The message has the first error with its file, its line and a caret. */
    static final class CompileFailure extends RuntimeException {
        private static final long serialVersionUID = 1;

        CompileFailure(String message) {
            super(message);
        }
    }

    /** Compiles a module to class files in this directory. */
    void compile(String module, List<Path> libraries, Path classes) throws IOException {
        var problems = new DiagnosticCollector<JavaFileObject>();
        var classPath = libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        var options = List.of(
                "--release",
                "25",
                "-parameters",
                "-proc:none",
                "-Xlint:none",
                "-d",
                classes.toString(),
                "-classpath",
                classPath);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8)) {
            var units = manager.getJavaFileObjectsFromPaths(java(module));
            if (!compiler.getTask(new StringWriter(), manager, problems, options, null, units)
                    .call()) {
                throw failure(problems.getDiagnostics().stream()
                        .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                        .toList());
            }
        }
    }

    private List<Path> java(String module) {
        return files(sources.resolve(module).resolve("src/main/java")).stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
    }

    private CompileFailure failure(List<Diagnostic<? extends JavaFileObject>> errors) throws IOException {
        var first = errors.getFirst();
        var problem = first.getMessage(Locale.ROOT);
        var more = errors.size() == 1 ? "" : "and %d more; ".formatted(errors.size() - 1);
        var source = first.getSource();
        if (source == null) {
            return new CompileFailure("%s%n%sthe last good build is still running".formatted(problem, more));
        }
        var lines = source.getCharContent(true).toString().lines().toList();
        return new CompileFailure("%s:%d: %s%n  %s%n  %s^%n%sthe last good build is still running"
                .formatted(
                        sources.relativize(Path.of(source.toUri())),
                        first.getLineNumber(),
                        problem.lines().collect(Collectors.joining("; ")),
                        lines.get((int) first.getLineNumber() - 1),
                        " ".repeat((int) Math.max(0, first.getColumnNumber() - 1)),
                        more));
    }

    /** All files below a directory, sorted; none if it does not exist. */
    static List<Path> files(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
