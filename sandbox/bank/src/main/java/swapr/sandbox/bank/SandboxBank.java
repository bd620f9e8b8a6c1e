package swapr.sandbox.bank;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swapr.sandbox.http.AllowedHosts;
import swapr.sandbox.http.Answer;
import swapr.sandbox.http.Call;
import swapr.sandbox.http.Environment;
import swapr.sandbox.http.JsonHttpServer;
import swapr.sandbox.http.Refused;

/**
 * The sandbox bank: charges and refunds over HTTP, a ledger on disk, and a switch for faults. It gives the one
 * guarantee of a real payment provider: one idempotency key makes one ledger entry. Everything else can fail.
 *
 * <p>Environment: {@code SWAPR_BANK_PORT} (8086), {@code SWAPR_BANK_LEDGER} (a file), {@code SWAPR_BIND} (127.0.0.1),
 * {@code SWAPR_HOSTS} (more host names that it accepts).
 */
public final class SandboxBank implements AutoCloseable {

    /** The maximum number of entries in a response of {@code GET /ledger}. */
    private static final int MOST_ENTRIES = 10_000;

    private final Ledger ledger;
    private final ChargePolicy policy;
    private final JsonHttpServer http;
    private volatile FaultMode faults = FaultMode.NONE;

    SandboxBank(String bind, int port, Path ledgerFile) {
        this(bind, port, ledgerFile, AllowedHosts.loopbackAnd(""));
    }

    private SandboxBank(String bind, int port, Path ledgerFile, AllowedHosts hosts) {
        ledger = new Ledger(ledgerFile);
        policy = new ChargePolicy(ledger);
        http = JsonHttpServer.serve(bind, port, hosts, this::answer);
    }

    public static void main(String[] arguments) {
        var ledger = Path.of(Environment.get("SWAPR_BANK_LEDGER", ".swapr/data/bank/ledger.jsonl"));
        var port = Environment.port("SWAPR_BANK_PORT", 8086);
        var bank = new SandboxBank(Environment.bind(), port, ledger, Environment.hosts());
        System.out.println("Sandbox bank on port " + bank.port() + ", ledger " + ledger.toAbsolutePath());
    }

    private Answer answer(Call call) {
        return switch (call.target()) {
            case "GET /health" -> Answer.json(200, Map.of("status", "UP"));
            case "GET /ledger" -> Answer.json(200, page(call.query("from"), call.query("idempotency_key")));
            case "GET /ledger/summary" -> Answer.json(200, ledger.totals().before(moment(call.query("until"))));
            case "GET /faults" -> Answer.json(200, faults.wire());
            case "PUT /faults" -> {
                faults = call.read(FaultMode.Wire.class).faults();
                yield Answer.json(200, faults.wire());
            }
            case "POST /charges" -> withFaults(() -> policy.charge(call));
            case "POST /refunds" -> withFaults(() -> policy.refund(call));
            default ->
                throw new Refused(404, "not found; use POST /charges, POST /refunds, GET /ledger, GET or PUT /faults");
        };
    }

    private Answer withFaults(Supplier<Answer> work) {
        var current = faults;
        if (current.mode() == FaultMode.Mode.DOWN) {
            throw new Refused(503, "the bank is down (fault mode); try again later");
        }
        if (current.delayMs() != null) {
            ChargePolicy.pause(current.delayMs());
        }
        var answer = work.get();
        return current.mode() == FaultMode.Mode.LOSE_ANSWER ? Answer.LOST : answer;
    }

    /**
     * A page of the ledger. {@code next} is the start of the next page. The last page ends at {@code end}. With an
     * idempotency key: the entries with this key.
     */
    private Map<String, Object> page(@Nullable String from, @Nullable String idempotencyKey) {
        if (idempotencyKey != null) {
            return Map.of("entries", published(ledger.withKey(idempotencyKey)));
        }
        if (from != null && !from.matches("\\d{1,15}")) {
            throw new Refused(400, "from must be a number");
        }
        var page = ledger.entries(from == null ? 0 : Long.parseLong(from), MOST_ENTRIES);
        return Map.of("entries", published(page.entries()), "next", page.next(), "end", page.end());
    }

    private static List<Map<String, Object>> published(List<Entry> entries) {
        return entries.stream()
                .map(entry -> {
                    var line = new LinkedHashMap<String, Object>();
                    line.put("at", entry.at());
                    line.put("type", entry.type());
                    line.put("payment_id", entry.paymentId());
                    line.put("order_id", entry.orderId());
                    line.put("amount", entry.amount());
                    line.put("idempotency_key", entry.idempotencyKey());
                    return (Map<String, Object>) line;
                })
                .toList();
    }

    private static Instant moment(@Nullable String text) {
        try {
            return text == null ? Instant.now() : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refused(400, "until must be a time in UTC, such as 2026-11-27T09:00:00Z");
        }
    }

    int port() {
        return http.port();
    }

    @Override
    public void close() throws IOException {
        http.close();
        ledger.close();
    }
}
