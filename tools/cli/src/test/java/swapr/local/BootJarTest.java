package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootJarTest {

    @TempDir
    Path directory;

    @Test
    void aBootJarIsUnpackedIntoItsOwnJarAndSharedLibraries() throws Exception {
        var boot = bootJar();

        var libraries = directory.resolve("libraries");

        BootJar.unpack(boot, directory.resolve("some other"), libraries);
        var jar = BootJar.unpack(boot, directory.resolve("un packed"), libraries);

        assertThat(jar).hasFileName("some-service.jar");
        assertThat(libraries.resolve("b61f1169/second.jar")).hasContent("second");
        try (var unpacked = new JarFile(jar.toFile())) {
            var manifest = unpacked.getManifest().getMainAttributes();
            assertThat(manifest.getValue(Name.MAIN_CLASS)).isEqualTo("swapr.some.Application");
            assertThat(manifest.getValue(Name.CLASS_PATH))
                    .as("in the order of the build")
                    .isEqualTo("../libraries/b61f1169/second.jar ../libraries/9271ee57/first.jar");
            assertThat(Collections.list(unpacked.entries()))
                    .extracting(JarEntry::getName)
                    .contains("swapr/some/", "application.yaml", "META-INF/maven.txt")
                    .doesNotContain("org/springframework/boot/loader/Launcher.class");
        }
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            assertThat(loader.getResource("swapr/some/"))
                    .as("a scan of the class path needs directories")
                    .isNotNull();
        }
    }

    private Path bootJar() throws Exception {
        var boot = directory.resolve("some-service.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
        manifest.getMainAttributes().putValue("Start-Class", "swapr.some.Application");
        var files = List.of(
                "META-INF/=",
                "META-INF/maven.txt=1",
                "org/springframework/boot/loader/Launcher.class=1",
                "BOOT-INF/=",
                "BOOT-INF/classes/=",
                "BOOT-INF/classes/META-INF/=",
                "BOOT-INF/classes/META-INF/maven.txt=2",
                "BOOT-INF/classes/swapr/=",
                "BOOT-INF/classes/swapr/some/=",
                "BOOT-INF/classes/application.yaml=a: 1",
                "BOOT-INF/lib/=",
                "BOOT-INF/lib/first.jar=first",
                "BOOT-INF/lib/second.jar=second",
                "BOOT-INF/classpath.idx=- \"BOOT-INF/lib/second.jar\"\n- \"BOOT-INF/lib/first.jar\"\n");
        try (var out = new JarOutputStream(Files.newOutputStream(boot), manifest)) {
            for (var file : files) {
                var equals = file.indexOf('=');
                out.putNextEntry(new JarEntry(file.substring(0, equals)));
                out.write(file.substring(equals + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return boot;
    }
}
