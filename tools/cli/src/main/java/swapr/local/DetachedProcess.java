package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes that continue after this JVM ends. */
final class DetachedProcess {

    /** In its own session a process gets no signal from the terminal (Ctrl-C, hang-up). We stop it in order. */
    private static final List<String> OWN_SESSION = ownSession();

    private DetachedProcess() {}

    private static List<String> ownSession() {
        if (OsProcess.run("setsid", "true") == 0) {
            return List.of("setsid");
        }
        // macOS has no setsid, but it has Perl.
        return OsProcess.run("perl", "-e", "use POSIX") == 0
                ? List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV", "--")
                : List.of();
    }

    /** Output is appended to the log file, so that the process can continue after this JVM ends. */
    static ProcessBuilder builder(List<String> command, Path logFile) {
        try {
            Files.createDirectories(logFile.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var fullCommand = new ArrayList<>(OWN_SESSION);
        fullCommand.addAll(command);
        return new ProcessBuilder(fullCommand)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
    }

    /** Starts a process with these additional variables. */
    static LaunchedProcess launch(List<String> command, Path logFile, Map<String, String> environment)
            throws IOException {
        var builder = builder(command, logFile);
        builder.environment().putAll(environment);
        var process = builder.start();
        return new LaunchedProcess(process, process.pid());
    }
}
