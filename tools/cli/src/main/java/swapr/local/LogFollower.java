package swapr.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the new lines of a log. */
final class LogFollower {

    private final Path log;
    private long position;

    LogFollower(Path log) {
        this.log = log;
        this.position = length();
    }

    /** The complete lines since the last call, each with its line end; empty if there are none. */
    String news() {
        if (length() <= position) {
            return "";
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(position);
            var bytes = new byte[(int) Math.min(1 << 20, file.length() - position)];
            file.readFully(bytes);
            var text = new String(bytes, StandardCharsets.UTF_8);
            var complete = text.substring(0, text.lastIndexOf('\n') + 1);
            position += complete.getBytes(StandardCharsets.UTF_8).length;
            return complete;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long length() {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
