package swapr.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "catalog",
        description = "Show all events and commands with their publishers, consumers and fields.",
        subcommands = Catalog.Retire.class)
final class Catalog implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "TYPE", description = "show this type in detail, such as PriceReduced")
    @Nullable
    String type;

    @Override
    public Integer call() throws IOException {
        var choreography = Choreography.ask(new OperatorClient());
        var contracts = Layout.here().root().resolve("contracts");
        var found = choreography.messages().stream()
                .filter(message -> type == null || message.type().equals(type))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "no service publishes %s; ./swapr catalog lists all types".formatted(type));
        }
        var table = new Table("TYPE", "VERSION", "TOPIC", "PUBLISHED BY", "READ BY", "");
        for (var message : found) {
            var schema = schema(contracts, message);
            table.row(
                    message.type(),
                    Integer.toString(message.version()),
                    message.topic(),
                    message.who(),
                    orNone(choreography.readers(message.type(), message.version())),
                    schema.path("deprecated").asBoolean(false) ? "deprecated" : "");
        }
        System.out.print(table);
        if (type != null) {
            for (var message : found) {
                describe(contracts, message);
            }
        }
        return 0;
    }

    private static void describe(Path contracts, Choreography.Part message) throws IOException {
        var schema = schema(contracts, message);
        System.out.printf(
                "%n%s, version %d: %s%n%n",
                message.type(), message.version(), schema.path("description").asString(""));
        var fields = new Table("FIELD", "", "TYPE", "MEANING");
        var required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        for (var field : schema.path("properties").properties()) {
            var kind = field.getValue()
                    .path("$ref")
                    .asString(field.getValue().path("type").asString(""));
            fields.row(
                    field.getKey(),
                    required.contains(field.getKey()) ? "" : "optional",
                    kind.replaceAll("^urn:swapr:|:v[0-9]+$", ""),
                    field.getValue().path("description").asString(""));
        }
        System.out.print(fields);
        System.out.printf(
                "%nSample:%n%n%s%n",
                Files.readString(file(contracts, "samples", message)).strip());
    }

    private static JsonNode schema(Path contracts, Choreography.Part message) throws IOException {
        return Json.MAPPER.readTree(Files.readString(file(contracts, "events", message)));
    }

    private static Path file(Path contracts, String part, Choreography.Part message) {
        var context = message.who().replace("-service", "");
        var file = contracts
                .resolve(part)
                .resolve(context)
                .resolve("%s.v%d.json".formatted(message.type(), message.version()));
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException("%s publishes %s v%d, but the file %s does not exist"
                    .formatted(message.who(), message.type(), message.version(), file));
        }
        return file;
    }

    private static String orNone(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    @Command(
            name = "retire",
            description = "Check whether a version can be retired. It cannot while a consumer needs it.")
    static final class Retire implements Callable<Integer> {

        @Parameters(paramLabel = "TYPE", description = "such as PriceReduced")
        String type = "";

        @Parameters(paramLabel = "VERSION", description = "such as 1")
        int version;

        @Override
        public Integer call() throws IOException {
            var choreography = Choreography.ask(new OperatorClient());
            var publishers = choreography.publishers(type, version);
            if (publishers.isEmpty()) {
                throw new IllegalArgumentException(
                        "no service publishes %s v%d; ./swapr catalog lists all versions".formatted(type, version));
            }
            var message = new Choreography.Part(publishers.getFirst(), "", type, version);
            if (!schema(Layout.here().root().resolve("contracts"), message)
                    .path("deprecated")
                    .asBoolean(false)) {
                throw new IllegalArgumentException(
                        "%s v%d is not deprecated. Set \"deprecated\": true in its schema first, to warn its consumers"
                                .formatted(type, version));
            }
            var needing = choreography.needing(type, version);
            if (!needing.isEmpty()) {
                System.err.printf(
                        "swapr: %s v%d is still needed: %s read%s no other version that is published%n",
                        type, version, String.join(", ", needing), needing.size() == 1 ? "s" : "");
                return 1;
            }
            System.out.printf(
                    "No consumer needs %s v%d. Switch it off in %s as described in contracts/README.md.%n",
                    type, version, String.join(", ", publishers));
            return 0;
        }
    }
}
