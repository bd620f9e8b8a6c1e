package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent does to a JVM, and that it can be taken back: asked of another process, line by line. */
class AgentTest {

    /** Answers each line of its input: what time it is, or whom it reaches at a port. */
    static final class Other {

        public static void main(String[] arguments) throws IOException {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(answer(line));
            }
        }

        static String answer(String line) throws IOException {
            if (line.equals("time")) {
                return Long.toString(Instant.now().getEpochSecond() - System.currentTimeMillis() / 1_000);
            }
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(line))) {
                return Integer.toString(socket.getInputStream().read());
            }
        }
    }

    private Process other;
    private BufferedReader said;
    private Path jar;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        jar = directory.resolve("agent.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", Agent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("nothing"));
        }
        other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName())
                .redirectErrorStream(true)
                .start();
        said = other.inputReader(StandardCharsets.UTF_8);
        ask("time"); // a JVM that is still being born cannot be attached to
    }

    @AfterEach
    void stop() {
        other.destroyForcibly();
    }

    private void change(String how) throws Exception {
        var machine = VirtualMachine.attach(Long.toString(other.pid()));
        machine.loadAgent(jar.toString(), how);
        machine.detach();
    }

    private String ask(String question) throws IOException {
        other.outputWriter(StandardCharsets.UTF_8).append(question).append('\n').flush();
        String line = said.readLine();
        while (line != null && line.startsWith("WARNING")) { // that an agent was loaded
            line = said.readLine();
        }
        return String.valueOf(line);
    }

    private static ServerSocket server(int greeting) throws IOException {
        var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    client.getOutputStream().write(greeting);
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    @Test
    void aClockGoesWrongAndRightAgain() throws Exception {
        change("clock 300");
        assertThat(ask("time")).isIn("300", "301");

        change("clock 0");
        assertThat(ask("time")).isIn("0", "1");
    }

    @Test
    void whoConnectsGetsSomewhereElseUntilThatEnds() throws Exception {
        try (var right = server(1);
                var wrong = server(2)) {
            String port = Integer.toString(right.getLocalPort());

            change("redirect %s:%d".formatted(port, wrong.getLocalPort()));
            assertThat(ask(port)).isEqualTo("2");

            change("redirect %s:%s".formatted(port, port));
            assertThat(ask(port)).isEqualTo("1");
        }
    }

    @Test
    void itHaltsAtTheVeryCallThatWasNamed() throws Exception {
        change("halt swapr.system.AgentTest$Other#answer:enter:3");
        assertThat(ask("time")).isNotNull();
        assertThat(ask("time")).isNotNull();

        assertThat(ask("time")).startsWith("crashed on purpose");
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isEqualTo(137);
    }

    @Test
    void aConstantIsAnotherOne() throws Exception {
        change("write swapr.system.AgentTest$Other|time|hour");

        assertThat(ask("hour")).isIn("0", "1");
    }
}
