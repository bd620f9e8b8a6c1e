package swapr.workshop;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import swapr.local.LocalMarketplace;
import swapr.system.BankLedger;
import swapr.system.Http;
import swapr.workshop.Shop.Customer;
import tools.jackson.databind.JsonNode;

/** The effects of requests, as they show outside: in the reports, in the e-mails and in the ledger of the bank. */
record Effects(LocalMarketplace marketplace) {

    /** The sum of a field of all weeks in the figure {@code weekly-listings}. */
    long weekly(String field) {
        return Http.get(marketplace.url("edge") + "/api/analytics/weekly-listings")
                .path("weeks")
                .valueStream()
                .mapToLong(week -> week.path(field).asLong())
                .sum();
    }

    /** The number of e-mails with this text in the subject that this customer has received. */
    long mails(Customer customer, String subject) {
        return search(customer, subject).path("messages_count").asLong();
    }

    /** The first line with this text, from the first 250 characters of these e-mails; empty if there is none. */
    String mailLine(Customer customer, String subject, String text) {
        return search(customer, subject)
                .path("messages")
                .valueStream()
                .flatMap(mail -> mail.path("Snippet").asString("").lines())
                .filter(line -> line.contains(text))
                .findFirst()
                .orElse("");
    }

    /** Makes the mail server take this time for each e-mail, in ms. */
    void mailServerTakes(int ms) {
        var answer = Http.call("PUT", marketplace.url("mail") + "/faults", Map.of("delay_ms", ms), Map.of());
        if (answer.status() != 200) {
            throw new IllegalStateException("the mail server answered %d".formatted(answer.status()));
        }
    }

    private JsonNode search(Customer customer, String subject) {
        var query =
                URLEncoder.encode("to:%s subject:\"%s\"".formatted(customer.email(), subject), StandardCharsets.UTF_8);
        return Http.get(marketplace.url("mail") + "/api/v1/search?query=" + query);
    }

    /** The captures of an order. */
    List<JsonNode> captures(String order) {
        return entries("CAPTURED", order);
    }

    /** The number of refunds of an order. */
    long refunds(String order) {
        return entries("REFUNDED", order).size();
    }

    private List<JsonNode> entries(String type, String order) {
        return new BankLedger(marketplace)
                .from(0).stream()
                        .filter(entry -> entry.path("type").asString().equals(type))
                        .filter(entry -> entry.path("order_id").asString().equals(order))
                        .toList();
    }
}
