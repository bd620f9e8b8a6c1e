package swapr.messaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import swapr.testing.Infrastructure;

/** An instance in a separate process, so that a test can kill it. Small batches give the test time for that. */
final class RelayProcess {

    private RelayProcess() {}

    public static void main(String[] arguments) {
        var database = new Infrastructure.Database(arguments[1], arguments[2], arguments[3]);
        TestService.start(
                arguments[0],
                database,
                arguments[4],
                List.of("--swapr.messaging.outbox.batch=100", "--swapr.messaging.outbox.poll=50ms"));
    }

    static Process start(String service, Infrastructure.Database database, String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayProcess.class.getName(),
                        service,
                        database.url() + "?ApplicationName=" + name,
                        database.username(),
                        database.password(),
                        Infrastructure.shared().bootstrapServers())
                .redirectErrorStream(true)
                .redirectOutput(new File("target", name + ".log"))
                .start();
    }
}
