package swapr.system;

import java.util.HashMap;
import java.util.List;
import swapr.local.LocalMarketplace;

/** Reads the effects of orders at the bank and the mail server. */
final class LoadEffects {

    private final LocalMarketplace marketplace;

    LoadEffects(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
    }

    /**
     * Reads the entries of the bank from this position of its ledger.
     *
     * @throws IllegalStateException if the bank has not captured each of these orders exactly once
     */
    void checkBank(List<String> ids, long ledgerBefore) {
        var captured = new HashMap<String, Integer>();
        for (var entry : new BankLedger(marketplace).from(ledgerBefore)) {
            if (entry.path("type").asString("").equals("CAPTURED")) {
                captured.merge(entry.path("order_id").asString(""), 1, Integer::sum);
            }
        }
        var wrong = ids.stream().filter(id -> captured.getOrDefault(id, 0) != 1).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(
                    "%d of %d orders were not charged exactly once; order %s was charged %d times"
                            .formatted(
                                    wrong.size(),
                                    ids.size(),
                                    wrong.getFirst(),
                                    captured.getOrDefault(wrong.getFirst(), 0)));
        }
    }

    /** The number of e-mails that the mail server has accepted since its start. */
    long emailsAccepted() {
        return Http.get(marketplace.url("mail") + "/api/v1/info")
                .path("RuntimeStats")
                .path("SMTPAccepted")
                .asLong(0);
    }

    /** The end of the bank's ledger. */
    long ledgerEnd() {
        return new BankLedger(marketplace).end();
    }
}
