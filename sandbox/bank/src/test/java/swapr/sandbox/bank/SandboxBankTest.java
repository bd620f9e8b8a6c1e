package swapr.sandbox.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import swapr.sandbox.http.JsonHttpServer;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("NullAway.Init")
class SandboxBankTest {

    @TempDir
    Path directory;

    final HttpClient client = HttpClient.newHttpClient();
    final String order = UUID.randomUUID().toString();

    SandboxBank bank;

    @BeforeEach
    void open() {
        bank = new SandboxBank("127.0.0.1", 0, directory.resolve("ledger.jsonl"));
    }

    @AfterEach
    void close() throws IOException {
        bank.close();
        client.close();
    }

    @Test
    void aValidCardIsChargedAndTheLedgerHasAnEntry() throws Exception {
        var answer = charge("key-1", "250.00", "tok_ok");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(answer).at("/status").asString()).isEqualTo("APPROVED");
        var entry = ledger().get(0);
        assertThat(entry.at("/type").asString()).isEqualTo("CAPTURED");
        assertThat(entry.at("/payment_id")).isEqualTo(json(answer).at("/payment_id"));
        assertThat(entry.at("/order_id").asString()).isEqualTo(order);
        assertThat(entry.at("/amount/amount").asString()).isEqualTo("250.00");
        assertThat(entry.at("/idempotency_key").asString()).isEqualTo("key-1");
        assertThat(Instant.parse(entry.at("/at").asString())).isBefore(Instant.now());
    }

    @Test
    void theSameKeyReturnsTheSameResponseAndMakesOneEntryAlsoAfterARestart() throws Exception {
        var answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> charge("key-1", "250.00", "tok_ok").body())
                .distinct()
                .toList();
        restart();
        var afterRestart = charge("key-1", "250.00", "tok_ok");

        assertThat(answers).hasSize(1).containsExactly(afterRestart.body());
        assertThat(ledger()).hasSize(1);
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefusedAlsoAfterARestart() throws Exception {
        charge("key-1", "250.00", "tok_ok");

        assertThat(charge("key-1", "251.00", "tok_ok").statusCode()).isEqualTo(422);
        restart();
        assertThat(charge("key-1", "250.00", "tok_declined").statusCode()).isEqualTo(422);
        assertThat(ledger()).hasSize(1);
    }

    @Test
    void theEntriesOfAKeyAreFoundAlsoAfterARestart() throws Exception {
        charge("key-1", "250.00", "tok_ok");
        charge("key-2", "10.00", "tok_ok");
        restart();

        assertThat(page("?idempotency_key=key-1").at("/entries")).hasSize(1);
        assertThat(page("?idempotency_key=key-1").at("/entries/0/amount/amount").asString())
                .isEqualTo("250.00");
        assertThat(page("?idempotency_key=key-3").at("/entries")).isEmpty();
    }

    @Test
    void anIncompleteLineAfterACrashIsRemoved() throws Exception {
        charge("key-1", "250.00", "tok_ok");
        bank.close();
        Files.writeString(directory.resolve("ledger.jsonl"), "{\"at\":\"2026-", StandardOpenOption.APPEND);
        open();

        assertThat(ledger()).hasSize(1);
        assertThat(charge("key-2", "10.00", "tok_ok").statusCode()).isEqualTo(201);
        restart();
        assertThat(ledger()).hasSize(2);
    }

    @Test
    void theLedgerIsReadInPages() {
        charge("key-1", "1.00", "tok_ok");
        long end = page("").at("/end").asLong();
        charge("key-2", "2.00", "tok_ok");

        assertThat(page("").at("/entries")).hasSize(2);
        assertThat(page("").at("/next")).isEqualTo(page("").at("/end"));
        var later = page("?from=" + end);
        assertThat(later.at("/entries")).hasSize(1);
        assertThat(later.at("/entries/0/idempotency_key").asString()).isEqualTo("key-2");
        assertThat(page("?from=" + later.at("/next").asLong()).at("/entries")).isEmpty();
        for (var wrong : List.of("1", "-1", "x", Long.toString(end - 1), "999999999")) {
            assertThat(send("GET", "/ledger?from=" + wrong, null, "").statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void withoutItsIndexTheLedgerIsReadAgain() throws Exception {
        var payment =
                json(charge("key-1", "250.00", "tok_ok")).at("/payment_id").asString();
        bank.close();
        Files.delete(directory.resolve("ledger.jsonl.index"));
        open();

        assertThat(charge("key-1", "251.00", "tok_ok").statusCode()).isEqualTo(422);
        assertThat(refund("r-1", order, payment, "250.00").statusCode()).isEqualTo(201);
        assertThat(ledger()).hasSize(2);
    }

    @Test
    void theIndexOfADeletedLedgerIsCleared() throws Exception {
        charge("key-1", "250.00", "tok_ok");
        bank.close();
        Files.delete(directory.resolve("ledger.jsonl"));
        open();

        assertThat(charge("key-1", "251.00", "tok_ok").statusCode()).isEqualTo(201);
        assertThat(ledger()).hasSize(1);
    }

    @Test
    void declinedAndUnknownCardsMoveNoMoney() throws Exception {
        var declined = charge("key-1", "250.00", "tok_declined");
        var unknown = charge("key-2", "250.00", "tok_whatever");

        assertThat(declined.statusCode()).isEqualTo(402);
        assertThat(json(declined).at("/reason").asString()).isEqualTo("CARD_DECLINED");
        assertThat(unknown.statusCode()).isEqualTo(402);
        assertThat(json(unknown).at("/reason").asString()).isEqualTo("UNKNOWN_TOKEN");
        assertThat(ledger()).allMatch(e -> e.at("/type").asString().equals("DECLINED"));
    }

    @Test
    void aFlakyCardFailsTwicePerKeyAndThenWorks() {
        assertThat(IntStream.range(0, 4)
                        .map(i -> charge("key-1", "250.00", "tok_flaky").statusCode()))
                .containsExactly(503, 503, 201, 201);
    }

    @Test
    void aPaymentIsRefundedOnceInFullForItsOwnOrder() throws Exception {
        var payment =
                json(charge("key-1", "250.00", "tok_ok")).at("/payment_id").asString();

        assertThat(refund("r-1", order, payment, "249.99").statusCode()).isEqualTo(409);
        assertThat(refund("r-1", UUID.randomUUID().toString(), payment, "250.00")
                        .statusCode())
                .isEqualTo(409);
        assertThat(refund("r-1", order, UUID.randomUUID().toString(), "250.00").statusCode())
                .isEqualTo(409);
        assertThat(refund("key-1", order, payment, "250.00").statusCode())
                .as("a refund may use the key of its charge")
                .isEqualTo(201);
        assertThat(refund("key-1", order, payment, "250.00").statusCode()).isEqualTo(201);
        assertThat(refund("r-2", order, payment, "250.00").statusCode()).isEqualTo(409);
        assertThat(ledger()).hasSize(2);
    }

    @Test
    void theTotalsAreCutAtAMoment() throws Exception {
        charge("key-1", "250.00", "tok_ok");
        var payment = ledger().get(0).path("payment_id").asString();
        var first = Instant.parse(ledger().get(0).path("at").asString()).plusNanos(1_000);
        assertThat(total(first, "captured")).isEqualTo("250.00");
        refund("r-1", order, payment, "250.00");
        charge("key-2", "20.50", "tok_ok");

        assertThat(total(Instant.now().plusSeconds(1), "captured")).isEqualTo("270.50");
        assertThat(total(Instant.now().plusSeconds(1), "refunded")).isEqualTo("250.00");
        assertThat(total(first, "captured")).as("an earlier moment").isEqualTo("250.00");
        assertThat(total(first, "refunded")).isEqualTo("0");
        assertThat(send("GET", "/ledger/summary?until=yesterday", null, "").statusCode())
                .isEqualTo(400);
    }

    private String total(Instant until, String type) throws Exception {
        return json(send("GET", "/ledger/summary?until=" + until, null, ""))
                .path(type)
                .path("amount")
                .asString();
    }

    @Test
    void aMissingOrInvalidFieldIsNamed() {
        assertThat(charge(null, "250.00", "tok_ok").body()).contains("Idempotency-Key");
        assertThat(charge("k", "-1", "tok_ok").body()).contains("amount");
        assertThat(charge("k", "1e9", "tok_ok").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/charges", "k", "{").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/charges", "k", "{}").body()).contains("order_id is missing");
        assertThat(send("POST", "/charges", "k", "{\"order_id\":\"x\"}").statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/nothing", null, "").statusCode()).isEqualTo(404);
        assertThat(faults("{\"mode\":\"tired\"}").statusCode()).isEqualTo(400);
        assertThat(ledger()).isEmpty();
    }

    @Test
    void inModeDownChargesFailButLedgerFaultsAndHealthAnswer() {
        faults("{\"mode\":\"down\"}");

        assertThat(charge("key-1", "250.00", "tok_ok").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/health", null, "").statusCode()).isEqualTo(200);
        assertThat(ledger()).isEmpty();
        assertThat(send("GET", "/faults", null, "").body()).contains("down");

        faults("{\"mode\":\"none\"}");
        assertThat(charge("key-1", "250.00", "tok_ok").statusCode()).isEqualTo(201);
    }

    @Test
    void aChargeWithALostResponseIsNotRepeatedForTheSameKey() throws Exception {
        faults("{\"mode\":\"lose_answer\"}");
        assertThatThrownBy(() -> charge("key-1", "250.00", "tok_ok")).hasRootCauseInstanceOf(IOException.class);
        faults("{\"mode\":\"none\"}");

        assertThat(charge("key-1", "250.00", "tok_ok").statusCode()).isEqualTo(201);
        assertThat(ledger()).hasSize(1);
    }

    @Test
    void modeSlowDelaysACharge() {
        faults("{\"mode\":\"slow\",\"delay_ms\":300}");
        var before = Instant.now();

        assertThat(charge("key-1", "250.00", "tok_ok").statusCode()).isEqualTo(201);
        assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(300));
    }

    private void restart() throws IOException {
        bank.close();
        open();
    }

    private HttpResponse<String> charge(@Nullable String key, String amount, String token) {
        return send("POST", "/charges", key, """
                {"order_id":"%s","amount":{"amount":"%s","currency":"USD"},"token":"%s","unknown":1}
                """.formatted(order, amount, token));
    }

    private HttpResponse<String> refund(String key, String order, String payment, String amount) {
        return send("POST", "/refunds", key, """
                {"order_id":"%s","payment_id":"%s","amount":{"amount":"%s","currency":"USD"}}
                """.formatted(order, payment, amount));
    }

    private HttpResponse<String> faults(String body) {
        return send("PUT", "/faults", null, body);
    }

    private JsonNode ledger() {
        return page("").at("/entries");
    }

    private JsonNode page(String query) {
        return json(send("GET", "/ledger" + query, null, ""));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonHttpServer.JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, @Nullable String key, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(bank.port(), path)))
                .method(method, BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
