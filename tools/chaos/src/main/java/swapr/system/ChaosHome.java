package swapr.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/** The data directory of a marketplace: only one run at a time, and enough free space for its dumps. */
final class ChaosHome {

    private ChaosHome() {}

    /** Takes a lock, because an oracle without the history of the other run would report its orders as errors. */
    static FileChannel lock(Path home) throws IOException {
        var directory = Files.createDirectories(home.resolve("chaos"));
        var lock = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new IllegalStateException("another ./swapr chaos, or a load of the control room, is running here:"
                    + " wait for its end, or stop it");
        }
        return lock;
    }

    /** Checks the free disk space. The dumps and the oracle's own database need about twice the marketplace's data. */
    static void checkSpace(Path home) throws IOException {
        var bytes = new AtomicLong();
        Files.walkFileTree(home.resolve("data"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // Kafka allocates its index files at their maximum length. They are nearly empty.
                bytes.addAndGet(file.toString().endsWith("index") ? 0 : attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        long neededMb = 300 + ((2 * bytes.get()) >> 20);
        long freeMb = Files.getFileStore(home).getUsableSpace() >> 20;
        if (freeMb < neededMb) {
            throw new IllegalStateException(
                    "%d MB are free on the disk of %s, the oracle's dumps need about %d: free some space"
                            .formatted(freeMb, home, neededMb));
        }
    }
}
