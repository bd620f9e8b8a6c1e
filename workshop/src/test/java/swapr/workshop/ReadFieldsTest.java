package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swapr.local.LocalApps;
import swapr.system.Http;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** With the classes of the product and the samples of the contracts. */
class ReadFieldsTest {

    private static final LocalApps APPS =
            new LocalApps(LabPatches.ROOT, Path.of("target/compile home").toAbsolutePath());

    @Test
    void aReaderRequiresTheFieldsOfItsRecord() throws Exception {
        var read = reads("notification", "UserRegistered");

        assertThat(read.consumer()).isEqualTo("notification-service");
        assertThat(read.paths()).containsExactly("payload.user_id", "payload.name", "payload.email");
        assertThat(read.missingIn(sample("user/UserRegistered.v1"))).isEmpty();
    }

    @Test
    void aMissingFieldIsNamed() throws Exception {
        var message = (ObjectNode) sample("user/UserRegistered.v1");
        ((ObjectNode) message.path("payload")).remove("email");

        assertThat(reads("notification", "UserRegistered").missingIn(message)).containsExactly("payload.email");
        assertThat(reads("notification", "UserProfileChanged").missingIn(message))
                .isEmpty();
    }

    @Test
    void aNestedFieldHasItsWholePathAndAnOptionalFieldIsNotRequired() {
        assertThat(reads("analytics", "OrderConfirmed").paths())
                .containsExactly("payload.price.amount", "payload.price.currency");
        assertThat(reads("analytics", "ListingSold").paths()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "listing", "purchase", "notification", "analytics"})
    void eachSampleHasAllFieldsThatTheProductReads(String service) throws IOException {
        for (var read : ReadFields.of(service, APPS.jar(service))) {
            for (var file : LabCompiler.files(LabPatches.ROOT.resolve("contracts/samples"))) {
                assertThat(read.missingIn(Http.JSON.readTree(Files.readString(file))))
                        .as("%s in %s", read, file)
                        .isEmpty();
            }
        }
    }

    private static ReadFields reads(String service, String type) {
        List<ReadFields> reads = ReadFields.of(service, APPS.jar(service)).stream()
                .filter(read -> read.type().equals(type))
                .toList();
        assertThat(reads).hasSize(1);
        return reads.getFirst();
    }

    private static JsonNode sample(String name) throws IOException {
        return Http.JSON.readTree(Files.readString(LabPatches.ROOT.resolve("contracts/samples/" + name + ".json")));
    }
}
