package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right to change the files or the marketplace. It ends with the process, too. */
record LabLock(FileChannel file) implements AutoCloseable {

    /**
     * Takes the lock in this directory for a command.
     *
     * @throws IllegalStateException if another command runs; the message names it
     */
    static LabLock take(Path home, String command) {
        try {
            Files.createDirectories(home);
            var name = home.resolve("running.txt");
            var file =
                    FileChannel.open(home.resolve("running.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(file)) {
                file.close();
                throw new IllegalStateException(
                        "./swapr lab %s is still running. Wait for its end, or stop it with Ctrl-C"
                                .formatted(Files.exists(name) ? Files.readString(name) : ""));
            }
            Files.writeString(name, command);
            return new LabLock(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this JVM, in tests
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
