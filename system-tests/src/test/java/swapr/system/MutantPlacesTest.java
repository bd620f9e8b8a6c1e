package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swapr.system.Mutants.Change;

/**
 * Each mutant changes something in the compiled product. Without this test, a renamed method or a moved text would turn
 * a mutant into the product, and only a run of all mutants would show it.
 */
class MutantPlacesTest {

    static Stream<Change> changes() {
        return Mutants.all().stream().flatMap(mutant -> mutant.changes().stream());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aMutantChangesTheProduct(Change change) throws IOException {
        var command = ClassChange.of(change.how());

        command.applyTo(Files.readAllBytes(compiled(command.type())));

        command.expectPlaces();
    }

    private static Path compiled(String type) throws IOException {
        var file = "target/classes/" + type.replace('.', '/') + ".class";
        List<Path> found;
        try (var modules = Files.walk(Path.of(".."), 2)) {
            found = modules.map(module -> module.resolve(file))
                    .filter(Files::exists)
                    .toList();
        }
        assertThat(found).as(type).hasSize(1);
        return found.getFirst();
    }
}
