package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.AgentInitializationException;
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

/** The commands of the agent change another JVM, and can be undone. The test sends that JVM one line per request. */
class AgentTest {

    /** Returns one line for each input line: the difference of two clocks, or the first byte from a port. */
    static final class TargetJvm {

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

    private Process target;
    private BufferedReader output;
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
        target = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TargetJvm.class.getName())
                .redirectErrorStream(true)
                .start();
        output = target.inputReader(StandardCharsets.UTF_8);
        request("time"); // an agent cannot attach to a JVM that is still starting
    }

    @AfterEach
    void stop() {
        target.destroyForcibly();
    }

    private void change(String how) throws Exception {
        var machine = VirtualMachine.attach(Long.toString(target.pid()));
        try {
            machine.loadAgent(jar.toString(), how);
        } finally {
            machine.detach();
        }
    }

    private String request(String line) throws IOException {
        target.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        String response = output.readLine();
        while (response != null && response.startsWith("WARNING")) { // the JVM warns about a loaded agent
            response = output.readLine();
        }
        return String.valueOf(response);
    }

    private static ServerSocket server(int reply) throws IOException {
        var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    client.getOutputStream().write(reply);
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    @Test
    void aClockIsSetAheadAndBackAgain() throws Exception {
        change("clock 300");
        assertThat(request("time")).isIn("300", "301");

        change("clock 0");
        assertThat(request("time")).isIn("0", "1");
    }

    @Test
    void aChangeWithoutAPlaceIsRefused() {
        var target = "swapr.system.AgentTest$TargetJvm";

        assertThatThrownBy(() -> change("delay %s#answers:10".formatted(target)))
                .isInstanceOf(AgentInitializationException.class);
        assertThatThrownBy(() -> change("write %s|times|minutes".formatted(target)))
                .isInstanceOf(AgentInitializationException.class);
    }

    @Test
    void aConnectionIsRedirectedUntilTheRedirectIsUndone() throws Exception {
        try (var original = server(1);
                var other = server(2)) {
            String port = Integer.toString(original.getLocalPort());

            change("redirect %s:%d".formatted(port, other.getLocalPort()));
            assertThat(request(port)).isEqualTo("2");

            change("redirect %s:%s".formatted(port, port));
            assertThat(request(port)).isEqualTo("1");
        }
    }

    @Test
    void theJvmHaltsAtTheNamedCall() throws Exception {
        change("halt swapr.system.AgentTest$TargetJvm#answer:enter:3");
        assertThat(request("time")).isNotNull();
        assertThat(request("time")).isNotNull();

        assertThat(request("time")).startsWith("crashed on purpose");
        assertThat(target.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(target.exitValue()).isEqualTo(137);
    }

    @Test
    void aConstantTextIsReplaced() throws Exception {
        change("write swapr.system.AgentTest$TargetJvm|time|hour");

        assertThat(request("hour")).isIn("0", "1");
    }
}
