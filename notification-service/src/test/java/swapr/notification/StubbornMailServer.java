package swapr.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server (RFC 5321) that fails as real ones do, depending on the recipient. {@code missing@} does not exist
 * (550). {@code busy@} is refused twice with a temporary error (450). For {@code lost@}, the server accepts the first
 * e-mail and closes the connection without an answer. {@link #refuseAllSenders} answers 530 to every sender.
 */
final class StubbornMailServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger drops = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean refusing;

    StubbornMailServer() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Returns all accepted messages as they arrived. A message that arrived twice is there twice. */
    List<String> taken() {
        return taken;
    }

    /** Returns the number of connections that were opened. */
    int connections() {
        return connections.get();
    }

    void refuseAllSenders(boolean refuse) {
        refusing = refuse;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                var out = new PrintWriter(new OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8))) {
            reply(out, "220 stubborn.example ESMTP");
            String recipient = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.toUpperCase(java.util.Locale.ROOT);
                if (command.startsWith("EHLO") || command.startsWith("HELO")) {
                    reply(out, "250 stubborn.example");
                } else if (command.startsWith("MAIL FROM")) {
                    reply(out, refusing ? "530 5.7.0 Authentication required" : "250 OK");
                } else if (command.startsWith("RCPT TO")) {
                    recipient = line;
                    reply(out, replyTo(recipient));
                } else if (command.equals("DATA")) {
                    reply(out, "354 Go ahead");
                    taken.add(message(in));
                    if (recipient.contains("lost@") && drops.incrementAndGet() == 1) {
                        return;
                    }
                    reply(out, "250 Taken");
                } else if (command.equals("QUIT")) {
                    reply(out, "221 Bye");
                    return;
                } else {
                    reply(out, "250 OK");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String replyTo(String recipient) {
        if (recipient.contains("missing@")) {
            return "550 5.1.1 " + recipient.substring("RCPT TO:".length()) + " User unknown";
        }
        if (recipient.contains("busy@") && refusals.incrementAndGet() <= 2) {
            return "450 4.2.1 " + recipient.substring("RCPT TO:".length()) + " Try again later";
        }
        return "250 OK";
    }

    private static String message(BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line).append('\n');
        }
        return message.toString();
    }

    private static void reply(PrintWriter out, String line) {
        out.print(line + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
