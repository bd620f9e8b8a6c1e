package swapr.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Show the end of a process's log.")
final class Logs implements Callable<Integer> {

    private static final int MAX_BYTES = 1 << 20;

    @Parameters(
            paramLabel = "NAME",
            description = "such as purchase, kafka, keeper (restarts), training (caches), build")
    String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Print new lines until Ctrl-C.")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "Number of lines (default 50).")
    int lines = 50;

    @Override
    public Integer call() throws IOException {
        var log = Layout.here().log(name.replace("-service", "").replaceAll("[^a-z0-9-]", ""));
        if (!Files.exists(log)) {
            System.err.printf(
                    "swapr: there is no log of %s. The processes are %s%n",
                    name, new State(Layout.here().state()).ports().processes());
            return 2;
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var start = Math.max(0, file.length() - MAX_BYTES);
            var text = read(file, start).lines().toList();
            text.subList(Math.max(0, text.size() - lines), text.size()).forEach(System.out::println);
            var position = file.getFilePointer();
            while (follow) {
                OsProcess.await(Duration.ofMillis(200), () -> false);
                // A restart creates a new file with the same name.
                if (Files.size(log) < position) {
                    return call();
                }
                System.out.print(read(file, position));
                System.out.flush();
                position = file.getFilePointer();
            }
        }
        return 0;
    }

    private static String read(RandomAccessFile file, long from) throws IOException {
        file.seek(from);
        var bytes = new byte[(int) Math.min(MAX_BYTES, file.length() - from)];
        file.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
