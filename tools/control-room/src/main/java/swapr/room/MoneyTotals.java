package swapr.room;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The captured, refunded and confirmed amounts until a moment. A part is missing if its process is away. */
record MoneyTotals(Services services) {

    /** @param away the services that do not answer; they are not asked again */
    Map<String, Object> read(Instant until, Set<String> away) {
        var money = new LinkedHashMap<String, Object>();
        try {
            services.readBeside("bank", "/ledger/summary?until=" + until).ifPresent(totals -> {
                money.put("captured", totals.at("/captured/amount"));
                money.put("refunded", totals.at("/refunded/amount"));
            });
        } catch (IOException e) {
            money.put("bank", String.valueOf(e.getMessage()));
        }
        try {
            if (!away.contains("purchase-service")) {
                money.put(
                        "confirmed",
                        services.count("purchase-service", "orders?until=" + until)
                                .path("amount"));
            }
        } catch (IOException e) {
            money.put("purchase", String.valueOf(e.getMessage()));
        }
        return money;
    }
}
