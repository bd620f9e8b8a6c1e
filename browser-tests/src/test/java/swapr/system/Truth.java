package swapr.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Reads the state of the marketplace without the pages, to compare it with them. */
final class Truth {

    /** A token is valid for 15 minutes, which is longer than these tests take. */
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private Truth() {}

    /** Reads a path of the REST API without a token. */
    static JsonNode read(String path) {
        return Person.anonymous().get(path).expecting(200).body();
    }

    /** Reads a path of the REST API as a sample user. */
    static JsonNode readAs(String person, String path) {
        String token = TOKENS.computeIfAbsent(
                person, name -> Swapr.run("token", name).expecting(0).output().strip());
        return Person.anonymous()
                .call("GET", path, null, Map.of("Authorization", "Bearer " + token))
                .expecting(200)
                .body();
    }

    static List<String> orderIds(String person) {
        List<String> ids = new ArrayList<>();
        readAs(person, "/api/orders?limit=100")
                .path("items")
                .forEach(order -> ids.add(order.path("id").asString()));
        return ids;
    }

    /** True if the mailbox has an e-mail to this address with these words in its subject. */
    static boolean hasEmail(String address, String words) {
        for (JsonNode message :
                read(Swapr.url(7) + "/api/v1/search?query=to:" + address).path("messages")) {
            if (message.path("Subject").asString("").contains(words)) {
                return true;
            }
        }
        return false;
    }

    /** The types of the bank's ledger entries for an order, oldest first. */
    static List<String> ledger(String order) {
        List<String> types = new ArrayList<>();
        for (JsonNode entry : read(Swapr.url(6) + "/ledger").path("entries")) {
            if (entry.path("order_id").asString("").equals(order)) {
                types.add(entry.path("type").asString(""));
            }
        }
        return types;
    }
}
