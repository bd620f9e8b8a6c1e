package swapr.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;
import org.yaml.snakeyaml.Yaml;

class ContractTest {

    private static final RequestProperties BOUNDS =
            Binder.get(new MockEnvironment()).bindOrCreate("swapr.http", RequestProperties.class);

    @Test
    void theContractNamesTheLargestBodyAndTheDeadline() throws Exception {
        Map<String, Object> contract = new Yaml()
                .load(new ClassPathResource("swapr/contracts/openapi.yaml").getContentAsString(StandardCharsets.UTF_8));

        assertThat(contract)
                .containsEntry("x-max-body-bytes", (int) BOUNDS.maxBody().toBytes());
        assertThat(contract.toString()).contains("within ten seconds");
        assertThat(BOUNDS.arrival()).hasSeconds(10);
    }
}
