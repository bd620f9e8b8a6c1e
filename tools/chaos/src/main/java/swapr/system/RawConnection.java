package swapr.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP/1.1 over a socket, for requests that an HTTP client would not send. It sends the given bytes unchanged. Only one
 * thread may use it at a time.
 */
final class RawConnection implements AutoCloseable {

    /** @param closing true if the server closes the connection, or sends no length */
    record Answer(int status, Map<String, String> headers, String body, boolean closing) {}

    private static final int LONGEST_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** @param timeout the maximum time of a read */
    RawConnection(String door, Duration timeout) throws IOException {
        var uri = URI.create(door);
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) timeout.toMillis());
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 5_000);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Closes the sending side of the connection. */
    void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Waits until the server ends the connection. It discards all bytes until then. */
    void awaitEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /**
     * Reads one response. It skips interim responses (1xx).
     *
     * @param hasBody false for a response to HEAD
     * @throws IOException if a read exceeds the timeout, or if the connection ends inside the response
     */
    Answer answer(boolean hasBody) throws IOException {
        String line = line();
        if (!line.startsWith("HTTP/1.1 ")) {
            throw new IOException("not HTTP: " + line);
        }
        int status = Integer.parseInt(line.substring(9, 12));
        var headers = new TreeMap<String, String>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if (status < 200) {
            return answer(hasBody);
        }
        boolean empty = !hasBody || status == 204 || status == 304;
        String body = empty ? "" : body(headers);
        boolean closing = "close".equalsIgnoreCase(headers.get("connection"))
                || (!empty && !headers.containsKey("content-length") && !headers.containsKey("transfer-encoding"));
        return new Answer(status, headers, body, closing);
    }

    private String body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            var body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.writeBytes(exactly(size));
                line();
            }
            line();
            return body.toString(StandardCharsets.UTF_8);
        }
        String length = headers.get("content-length");
        byte[] bytes = length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended inside a response body");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException(
                        line.size() == 0 ? "the connection ended without response" : "the connection ended in a head");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line has more than 64 KiB");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
