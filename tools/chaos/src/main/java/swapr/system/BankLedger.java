package swapr.system;

import java.util.ArrayList;
import java.util.List;
import swapr.local.LocalMarketplace;
import tools.jackson.databind.JsonNode;

/** Reads the ledger of the bank, page by page. */
public final class BankLedger {

    private final String url;

    /** The ledger of this marketplace. */
    public BankLedger(LocalMarketplace marketplace) {
        this.url = marketplace.url("bank") + "/ledger?from=";
    }

    /** The position behind the last entry. */
    public long end() {
        return Http.get(url + 0).path("end").asLong();
    }

    /** All entries from this position on, oldest first. */
    public List<JsonNode> from(long position) {
        List<JsonNode> entries = new ArrayList<>();
        JsonNode page = Http.get(url + position);
        while (!page.path("entries").isEmpty()) {
            page.path("entries").forEach(entries::add);
            page = Http.get(url + page.path("next").asLong());
        }
        return entries;
    }
}
