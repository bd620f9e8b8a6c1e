package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.local.TcpProxy;
import swapr.testing.IntegrationTest;
import swapr.testing.Tokens;

@IntegrationTest(databaseBehindProxy = true)
class ProblemsTest {

    private static final String SNEAKER = """
            {"model_name": "Air Max", "start_price": {"amount": "250.00", "currency": "USD"}, "unheard_of": 1}""";

    private static final String NAME = """
            "model_name": "x\"""";
    private static final String PRICE = """
            "start_price": {"amount": "1", "currency": "USD"}""";

    @Autowired
    RestTestClient http;

    @Autowired
    Tokens tokens;

    @Autowired
    TcpProxy database;

    @Test
    void aValidRequestIsAcceptedAndUnknownFieldsAreIgnored() {
        post(SNEAKER).expectStatus().isCreated().expectBody().json("""
                        {"model_name": "Air Max", "start_price": {"amount": "250.00", "currency": "USD"}}""");
    }

    /** {@code NAME} and {@code PRICE} stand for the two required fields with valid values. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {PRICE}                                                      | model_name         | must not be blank
            {NAME, "start_price": {"amount": "-1", "currency": "USD"}}   | start_price.amount | must be greater than 0
            {NAME, "start_price": {"amount": "many", "currency": "USD"}} | start_price.amount | must be a number
            {"model_name": 5, PRICE}                                     | model_name         | must be a string
            {"model_name": {"a": 1}, PRICE}                              | model_name         | must be a string
            {"model_name": "a\\u0000b", PRICE}                           | model_name         | must be a string
            {"model_name": "\\ud800", PRICE}                             | model_name         | must be a string
            {NAME, "start_price": "1 USD"}                               | start_price        | must be an object
            {NAME, PRICE, "condition": "OLD"}                            | condition          | must be one of NEW, USED
            {NAME, PRICE, "box_count": 1.5}                              | box_count          | must be a whole number
            {NAME, PRICE, "style_id": "17"}                              | style_id           | must be a UUID
            {NAME, PRICE, "released_at": "?"} | released_at | must be a point in time like 2026-11-21T09:12:45Z
            {NAME, PRICE, "tags": "red"}                                 | tags               | must be a list
            {NAME, PRICE, "tags": ["a", ""]}                             | tags[1]            | must not be blank
            """)
    void anInvalidFieldHasItsJsonNameInTheAnswer(String body, String field, String message) {
        post(body.replace("NAME", NAME).replace("PRICE", PRICE))
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field)
                .jsonPath("$.errors[0].message")
                .isEqualTo(message);
    }

    /** A 406 would mean that nothing has changed, but Spring finds the mismatch only after the call. */
    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "text/html", "nonsense", "*/*;q=x", "application/json;q=0"})
    void answersAreJsonForAnyAcceptHeader(String accept) {
        post(SNEAKER, accept).expectStatus().isCreated().expectHeader().contentType(MediaType.APPLICATION_JSON);
        post("{}", accept).expectStatus().isBadRequest().expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void allInvalidFieldsAreInOneAnswer() {
        post("{}")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors.length()")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model_name":
            [1, 2]
            null
            "a text"
            {} {}
            """)
    void aBodyThatIsNotAJsonObjectIs400(String body) {
        post(body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(400);
    }

    @Test
    void aMissingBodyAndDeepNestingAre400() {
        post("").expectStatus().isBadRequest();
        post("[".repeat(100_000)).expectStatus().isBadRequest();
        post("{\"tags\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")
                .expectStatus()
                .isBadRequest();
    }

    @ParameterizedTest
    @CsvSource({
        "/public/sneakers/17,                      id,              must be a UUID",
        "/public/sneakers,                         min_price,       is missing",
        "/public/sneakers?min_price=x,             min_price,       must be a whole number",
        "/public/sneakers?min_price=1&limit=0,     limit,           must be greater than or equal to 1",
        "/public/search?page_size=0,               page_size,       must be greater than or equal to 1",
        "/public/search?page_size=x,               page_size,       must be a whole number",
    })
    void anInvalidParameterIsNamed(String path, String field, String message) {
        get(path)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo(field)
                .jsonPath("$.errors[0].message")
                .isEqualTo(message);
    }

    @Test
    void aMissingHeaderIsNamed() {
        http.post()
                .uri("/public/orders")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("Idempotency-Key");
    }

    @ParameterizedTest
    @CsvSource({
        "/public/nowhere,              404",
        "/public/failures/gone,        404",
        "/public/failures/conflict,    409",
        "/public/failures/null-character, 400",
        "/public/sneakers?min_price=%00, 400",
        "/public/%2e%2e/x%00,          400",
        "/public;x=1/sneakers,         400",
        "/public/failures/bug,         500",
    })
    void everyFailureIsProblemDetailsWithoutInternalDetails(String path, int status) {
        String body = get(path)
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .exists("Correlation-Id")
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).contains("\"status\":" + status).doesNotContain("secret", "exception", "swapr.");
    }

    @Test
    void aRequestRefusedByTheFirewallHasItsPathInTheAnswer() {
        get("/public;x=1/sneakers").expectBody().jsonPath("$.instance").isEqualTo("/public;x=1/sneakers");
    }

    @Test
    void fieldsOfAnswersHaveTheOrderOfTheRecord() {
        String body = post(SNEAKER).expectBody(String.class).returnResult().getResponseBody();
        assertThat(body).startsWith("{\"model_name\"").endsWith("\"currency\":\"USD\"}}");
    }

    @Test
    void aReasonGivenByTheServiceIsTheDetail() {
        get("/public/failures/gone").expectBody().jsonPath("$.detail").isEqualTo("There is no such sneaker.");
    }

    @Test
    void aWrongMethodIs405AndTheAnswerListsTheAllowedOnes() {
        http.put()
                .uri("/sneakers")
                .header(HttpHeaders.AUTHORIZATION, token())
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals(HttpHeaders.ALLOW, "POST");
    }

    @Test
    void aWrongContentTypeIs415() {
        http.post()
                .uri("/sneakers")
                .header(HttpHeaders.AUTHORIZATION, token())
                .contentType(MediaType.TEXT_PLAIN)
                .body("a sneaker")
                .exchange()
                .expectStatus()
                .isEqualTo(415);
    }

    @Test
    void aCallerThatAcceptsNoJsonGetsProblemDetails() {
        for (MediaType wanted : List.of(MediaType.TEXT_HTML, MediaType.APPLICATION_XML)) {
            http.get()
                    .uri("/public/failures/gone")
                    .accept(wanted)
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectHeader()
                    .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @Test
    void messagesAreInEnglishForEveryAcceptLanguage() {
        http.get()
                .uri("/public/sneakers?min_price=1&limit=0")
                .header(HttpHeaders.ACCEPT_LANGUAGE, "de")
                .exchange()
                .expectBody()
                .jsonPath("$.errors[0].message")
                .isEqualTo("must be greater than or equal to 1");
    }

    @Test
    void aBodyThatIsTooLargeIs413() {
        post("{\"model_name\": \"" + "x".repeat(300_000) + "\"}").expectStatus().isEqualTo(413);
    }

    @Test
    void aBodyThatIsTooLargeIs413WithoutAContentLength() {
        byte[] large =
                ("{\"model_name\": \"" + "x".repeat(300_000) + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        http.post()
                .uri("/sneakers")
                .header(HttpHeaders.AUTHORIZATION, token())
                .contentType(MediaType.APPLICATION_JSON)
                .body(new org.springframework.core.io.InputStreamResource(new java.io.ByteArrayInputStream(large)))
                .exchange()
                .expectStatus()
                .isEqualTo(413);
    }

    @Test
    void anOutageOfTheDatabaseIs503WithRetryAfter() {
        get("/public/failures/database").expectStatus().isOk();
        database.cut();
        try {
            get("/public/failures/database")
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .valueEquals(HttpHeaders.RETRY_AFTER, "5")
                    .expectHeader()
                    .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        } finally {
            database.restore();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> get("/public/failures/database").expectStatus().isOk());
    }

    private RestTestClient.ResponseSpec get(String path) {
        return http.get().uri(java.net.URI.create(path)).exchange();
    }

    private RestTestClient.ResponseSpec post(String body) {
        return post(body, "*/*");
    }

    private RestTestClient.ResponseSpec post(String body, String accept) {
        return http.post()
                .uri("/sneakers")
                .header(HttpHeaders.AUTHORIZATION, token())
                .header(HttpHeaders.ACCEPT, accept)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private String token() {
        return tokens.bearer(UUID.randomUUID(), "Ada");
    }
}
