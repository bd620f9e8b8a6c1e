package swapr.workshop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import swapr.local.LocalApps;
import swapr.local.LocalMarketplace;
import swapr.system.DatabaseSessions;
import swapr.system.Http;
import tools.jackson.databind.JsonNode;

/**
 * Compares the fields that the services read with the newest message of each type. The build of the product compares
 * the pacts with the messages of its tests in the same way.
 */
record ContractCheck(LocalMarketplace marketplace, List<ReadFields> reads) {

    /** The publishers, with the schemas of their event logs. */
    private static final Map<String, String> PUBLISHERS =
            Map.of("user", "users", "listing", "listing", "purchase", "purchase", "notification", "notification");

    /** A field that a consumer requires and that a message does not have. */
    record Missing(String publisher, ReadFields read, String path) {

        @Override
        public String toString() {
            return "%s v%d of %s has no %s, and %s reads it"
                    .formatted(read.type(), read.version(), publisher, path, read.consumer());
        }
    }

    /** With the reads of all services, from the jars that they run from. */
    static ContractCheck of(LocalMarketplace marketplace, LocalApps apps) {
        return new ContractCheck(
                marketplace,
                Stream.of("user", "listing", "purchase", "notification", "analytics")
                        .flatMap(service -> ReadFields.of(service, apps.jar(service)).stream())
                        .toList());
    }

    /** The fields that the newest messages of the running services do not have. Older messages are not compared. */
    List<Missing> missing(Instant since) {
        var found = new ArrayList<Missing>();
        PUBLISHERS.forEach((publisher, schema) ->
                newest(schema, since).forEach(message -> found.addAll(missing(Lab.module(publisher), message))));
        return found;
    }

    /** The fields that a message does not have. */
    List<Missing> missing(String publisher, JsonNode message) {
        return reads.stream()
                .flatMap(read -> read.missingIn(message).stream().map(path -> new Missing(publisher, read, path)))
                .toList();
    }

    private List<JsonNode> newest(String schema, Instant since) {
        var messages = new DatabaseSessions(marketplace).answer("""
                select coalesce(json_agg(body), '[]') from (
                  select distinct on (event_type, schema_version) body from %s.event_log where occurred_at >= '%s'
                  order by event_type, schema_version, position desc) newest""".formatted(schema, since));
        return Http.JSON.readTree(messages).valueStream().toList();
    }
}
