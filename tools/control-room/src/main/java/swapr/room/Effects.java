package swapr.room;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The effects of a journey outside of the marketplace: entries in the ledger of the bank, and e-mails. */
final class Effects {

    /** More commands than this have no effects on the page, because each of them is a request. */
    private static final int MOST = 50;

    /**
     * An entry of the ledger, or an e-mail.
     *
     * @param cause the id of the command that caused it
     * @param process {@code bank} or {@code mail}
     * @param text the type of the entry with its amount, or the subject of the e-mail
     */
    record Effect(String cause, String process, String text, String at) {}

    private final Services services;
    private final List<Effect> found = new ArrayList<>();
    private final Map<String, String> away = new TreeMap<>();

    Effects(Services services) {
        this.services = services;
    }

    /** Reads the effects of these messages. */
    void read(List<JourneyMessage> messages) {
        messages.stream().filter(JourneyMessage::queue).limit(MOST).forEach(command -> {
            var payload = command.body().path("payload");
            var order = payload.path("order_id").asString("");
            switch (command.eventType()) {
                // The idempotency keys of purchase-service, see its class Bank.
                case "ChargePayment" -> readLedger(command.eventId(), order);
                case "RefundPayment" -> readLedger(command.eventId(), "refund:" + order);
                case "SendEmail" ->
                    readMail(command.eventId(), payload.path("notification_id").asString(""));
                default -> {}
            }
        });
    }

    List<Effect> found() {
        return found;
    }

    /** The processes that did not answer, each with the reason. */
    Map<String, String> away() {
        return away;
    }

    private void readLedger(String cause, String key) {
        for (var entry : read("bank", "/ledger?idempotency_key=" + key, "entries")) {
            var amount = entry.path("amount");
            var text = "%s %s %s"
                    .formatted(
                            entry.path("type").asString(""),
                            amount.path("amount").asString(""),
                            amount.path("currency").asString(""));
            found.add(new Effect(cause, "bank", text, entry.path("at").asString("")));
        }
    }

    private void readMail(String cause, String notification) {
        for (var mail : read("mail", "/api/v1/search?query=message-id:" + notification, "messages")) {
            var subject = mail.path("Subject").asString("");
            found.add(new Effect(cause, "mail", subject, mail.path("Created").asString("")));
        }
    }

    private List<JsonNode> read(String process, String path, String list) {
        if (away.containsKey(process)) {
            return List.of(); // one timeout is enough
        }
        try {
            return services.readBeside(process, path)
                    .map(answer -> answer.path(list).valueStream().toList())
                    .orElse(List.of());
        } catch (IOException e) {
            away.put(process, String.valueOf(e.getMessage()));
            return List.of();
        }
    }
}
