package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import com.github.f4b6a3.uuid.UuidCreator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.listing.ListingEvents.*;
import swapr.messaging.Envelope;

/** The search read model. Each test uses its own brand, so that it finds no listings of other tests. */
class SearchTest extends ListingServiceTest {

    private final Person ada = person("Ada");
    private final String brand = "Brand" + UUID.randomUUID().toString().substring(0, 8);

    @Autowired
    private WhenListingsChange index;

    @LocalManagementPort
    private int managementPort;

    @Test
    void aSearchReturnsTheSameListingAsTheRestApi() {
        UUID listing = listed(ada, shoes("Air Jordan 1 Chicago", "250.00"));
        waitFor(1);

        var found = search("").body().path("items").path(0);

        assertThat(found).isEqualTo(show(listing).body());
        assertThat(found.path("id").asString()).isEqualTo(listing.toString());
    }

    @Test
    void aSearchFindsWordsAndTheBeginningOfTheLastWord() {
        listed(ada, shoes("Air Jordan 1 Retro High Off-White", "100"));
        listed(ada, shoes("Yeezy Boost 350.V2", "100"));
        listed(ada, shoes("Stan Smith", "100", "description", "Worn once, in Köln, by a café owner's cousin"));
        waitFor(3);

        assertThat(words("jordan")).containsExactly("Air Jordan 1 Retro High Off-White");
        assertThat(words("JORD")).containsExactly("Air Jordan 1 Retro High Off-White");
        assertThat(words("off white")).containsExactly("Air Jordan 1 Retro High Off-White");
        assertThat(words("off-white")).containsExactly("Air Jordan 1 Retro High Off-White");
        assertThat(words("retro jordan")).containsExactly("Air Jordan 1 Retro High Off-White");
        assertThat(words("350 v2")).containsExactly("Yeezy Boost 350.V2");
        assertThat(words("köl")).containsExactly("Stan Smith");
        assertThat(words("owner's")).containsExactly("Stan Smith");
        assertThat(words(brand)).hasSize(3);
        assertThat(words("retro jord")).containsExactly("Air Jordan 1 Retro High Off-White");
        assertThat(words("jord retro"))
                .as("only the last word may be incomplete")
                .isEmpty();
        assertThat(words("jordan yeezy")).isEmpty();
        assertThat(words("ordan")).isEmpty();
    }

    @Test
    void aHitInTheTitleRanksAboveOneInTheDescription() {
        listed(ada, shoes("Stan Smith", "100", "description", "Not a Superstar"));
        listed(ada, shoes("Superstar", "100"));
        listed(ada, shoes("Gazelle", "100", "description", "Nearly a Superstar"));
        waitFor(3);

        assertThat(words("superstar")).first().isEqualTo("Superstar");
        assertThat(search("&q=superstar&sort=relevance").titles()).first().isEqualTo("Superstar");
        assertThat(search("&q=superstar&sort=oldest").titles()).containsExactly("Stan Smith", "Superstar", "Gazelle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "\"",
                "!!!",
                "&",
                "| &",
                "a & | b",
                "(((",
                ":*",
                "a:*b",
                "\\",
                "'; drop table listings --",
                "🦄",
                "%",
                "<->",
                "x <2> y",
                "-",
                "--jordan",
                "\"unclosed phrase",
                "or and not",
                "٣٥٠",
                "\ufffd"
            })
    void noQueryTextCausesAnError(String q) {
        assertThat(search("&q=" + encoded(q)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Zoe\u0308's pair, ZO\u00cb",
        "Stra\u00dfe, STRASSE",
        "\uff21\uff29\uff32 \uff2d\uff41\uff58, air max",
        "O\ufb03cial, official",
        "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2, \u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c3"
    })
    void textMatchesInAnotherUnicodeFormWidthOrCase(String title, String q) {
        listed(ada, shoes(title, "100"));
        waitFor(1);

        assertThat(words(q)).hasSize(1);
    }

    @Test
    void aBrandMatchesInAnotherUnicodeFormOrCase() {
        listed(ada, shoes("one", "100", "brand", brand + " Gro\u00dfe"));
        eventually(() -> assertThat(call(GET, "/listings?brand=" + encoded(brand + "  GROSSE"), null, null, Map.of())
                        .titles())
                .containsExactly("one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\u202e", "\u200b", "bell\u0007", "a b c d e f g h i", "a-b-c-d-e-f-g-h-i"})
    void invalidCharactersAndTooManyWordsAreRefused(String q) {
        assertThat(search("&q=" + encoded(q)).wrongFields()).containsExactly("q");
    }

    @Test
    void aSearchHasAtMostEightWordsAndAHundredCharacters() {
        assertThat(search("&q=a+b+c+d+e+f+g+h").status()).isEqualTo(200);
        assertThat(search("&q=" + "x".repeat(100)).status()).isEqualTo(200);
        assertThat(search("&q=" + "x".repeat(101)).wrongFields()).containsExactly("q");
        assertThat(search("&size=" + "x".repeat(21)).wrongFields()).containsExactly("size");
        assertThat(call(GET, "/listings?brand=" + "x".repeat(61), null, null, Map.of())
                        .wrongFields())
                .containsExactly("brand");
    }

    /** The oldest of 501 hits would be the most relevant one. */
    @Test
    void relevanceRanksTheNewestFiveHundredHits() {
        jdbc.sql("""
                insert into listing_search (id, version, status, price_version, amount, currency, seller_id, title,
                                            brand, size, condition, description, created_at)
                select gen_random_uuid(), 1, 'AVAILABLE', 1, 1, 'USD', gen_random_uuid(),
                  case when n = 0 then 'superstar superstar' else 'shoe ' || n end, :brand, '9', 'NEW', 'superstar',
                  timestamptz '2026-01-01' + n * interval '1 second'
                from generate_series(0, :last) n""").param("brand", brand).param("last", 499).update();
        assertThat(words("superstar")).first().isEqualTo("superstar superstar");

        jdbc.sql("""
                insert into listing_search (id, version, status, price_version, amount, currency, seller_id, title,
                                            brand, size, condition, description, created_at)
                select gen_random_uuid(), 1, 'AVAILABLE', 1, 1, 'USD', gen_random_uuid(),
                  'one more', :brand, '9', 'NEW', 'superstar', timestamptz '2026-02-01'
                """).param("brand", brand).update();
        assertThat(words("superstar")).doesNotContain("superstar superstar");
        assertThat(search("&q=superstar&sort=oldest").titles()).first().isEqualTo("superstar superstar");
    }

    @Test
    void punctuationMatchesNothingAndABlankQueryMatchesAll() {
        listed(ada, shoes("Stan Smith", "100"));
        waitFor(1);

        assertThat(words("!!!")).isEmpty();
        assertThat(words("  ")).hasSize(1);
    }

    @Test
    void aSearchFiltersByBrandSizeAndPrice() {
        listed(ada, shoes("cheap", "99.99", "size", "US 9"));
        listed(ada, shoes("middle", "100", "size", "US 10"));
        listed(ada, shoes("expensive", "100.01", "size", "US 10"));
        listed(ada, shoes("euro", "100", "price", Map.of("amount", "100", "currency", "EUR")));
        waitFor(4);

        assertThat(call(GET, "/listings?brand=" + brand.toUpperCase(java.util.Locale.ROOT), (Person) null, null)
                        .titles())
                .hasSize(4);
        assertThat(search("&size=US%2010&sort=oldest").titles()).containsExactly("middle", "expensive");
        assertThat(search("&min_price=100&sort=oldest").titles()).containsExactly("middle", "expensive");
        assertThat(search("&max_price=100&sort=oldest").titles()).containsExactly("cheap", "middle");
        assertThat(search("&min_price=100&max_price=100.00").titles()).containsExactly("middle");
        assertThat(search("&max_price=100&currency=EUR").titles()).containsExactly("euro");
        assertThat(search("&min_price=101&max_price=1").titles()).isEmpty();
    }

    @Test
    void aSearchSortsByAgeAndPrice() {
        listed(ada, shoes("b", "200"));
        listed(ada, shoes("c", "1000"));
        listed(ada, shoes("a", "99.50"));
        waitFor(3);

        assertThat(search("").titles()).containsExactly("a", "c", "b");
        assertThat(search("&sort=newest").titles()).containsExactly("a", "c", "b");
        assertThat(search("&sort=oldest").titles()).containsExactly("b", "c", "a");
        assertThat(search("&sort=price_asc").titles()).containsExactly("a", "b", "c");
        assertThat(search("&sort=price_desc").titles()).containsExactly("c", "b", "a");
    }

    @Test
    void theReadModelFollowsEachStatusOfAListing() {
        Person bob = person("Bob");
        UUID listing = listed(ada, shoes("Gazelle", "100"));
        waitFor(1);

        call(POST, "/listings/" + listing + "/price-reductions", ada, Map.of("price", usd("80")));
        eventually(() -> assertThat(search("&max_price=80").titles()).hasSize(1));
        UUID order = reserved(listing, bob);
        eventually(() -> assertThat(search("&status=RESERVED").titles()).hasSize(1));
        assertThat(search("").titles()).isEmpty();
        kafka.publish("purchase-events", orderEvent("OrderConfirmed", order, listing, bob));
        eventually(() -> assertThat(search("&status=SOLD").titles()).hasSize(1));

        UUID other = listed(ada, shoes("Samba", "100"));
        waitFor(1);
        call(DELETE, "/listings/" + other, ada, null);
        eventually(() -> assertThat(search("&status=WITHDRAWN").titles()).containsExactly("Samba"));
        assertThat(search("").titles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"newest", "oldest", "price_asc", "price_desc", "relevance"})
    void pagingByCursorReturnsEachRowOnceWhileListingsAreCreated(String sort) {
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < 11; n++) {
            String title = "walk " + n;
            listed(ada, shoes(title, n % 2 == 0 ? "100" : "200"));
            expected.add(title);
        }
        waitFor(11);

        List<String> seen = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            String from = cursor == null ? "" : "&cursor=" + cursor;
            Answer page = search("&q=walk&limit=2&sort=" + sort + from);
            assertThat(page.status()).isEqualTo(200);
            page.titles().stream().filter(title -> !title.startsWith("walk in")).forEach(seen::add);
            cursor = page.body().path("next_cursor").asString("");
            if (pages++ < 4) {
                listed(ada, shoes("walk in between " + pages, "150"));
                waitFor(11 + pages);
            }
        } while (!cursor.isEmpty());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aModifiedOrForeignCursorIsRefused() {
        listed(ada, shoes("one", "100"));
        listed(ada, shoes("two", "100"));
        waitFor(2);
        String cursor = search("&limit=1").body().path("next_cursor").asString();
        assertThat(search("&limit=1&cursor=" + cursor).titles()).containsExactly("one");

        for (int at = 0; at < cursor.length(); at++) {
            char other = cursor.charAt(at) == 'A' ? 'B' : 'A';
            String changed = cursor.substring(0, at) + other + cursor.substring(at + 1);
            assertThat(search("&limit=1&cursor=" + changed).wrongFields())
                    .as(changed)
                    .containsExactly("cursor");
        }
        for (String other :
                List.of("&sort=oldest", "&q=one", "&status=SOLD", "&size=9", "&condition=NEW", "&min_price=1")) {
            assertThat(search(other + "&cursor=" + cursor).status()).isEqualTo(400);
        }
        for (String nonsense : List.of("x", "%00", "🦄", cursor + "A", "1", "....", "a".repeat(5000))) {
            assertThat(search("&cursor=" + (nonsense.equals("%00") ? nonsense : encoded(nonsense)))
                            .status())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 101",
        "limit, -1",
        "limit, many",
        "limit, 99999999999",
        "sort, NEWEST",
        "sort, cheapest",
        "status, SOLDOUT",
        "condition, SHINY",
        "seller, ada",
        "min_price, free",
        "min_price, -1",
        "max_price, 99999999",
        "max_price, 1e999999999",
        "max_price, 1.23456",
        "currency, dollar",
        "currency, usd"
    })
    void invalidQueriesAreRefusedByField(String field, String value) {
        Answer answer = search("&" + field + "=" + value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"brand=%00", "size=%00", "q=%00", "brand=%27", "size=&brand=", "min_price=&limit=&sort=newest"})
    void unusualQueriesCauseNoServerError(String query) {
        assertThat(call(GET, "/listings?" + query, null, null, Map.of()).status())
                .isIn(200, 400);
    }

    @Test
    void theOrderOfTheEventsDoesNotChangeTheReadModel() {
        UUID seller = UuidCreator.getTimeOrderedEpoch();
        for (int seed = 0; seed < 30; seed++) {
            UUID id = UuidCreator.getTimeOrderedEpoch();
            UUID order = UuidCreator.getTimeOrderedEpoch();
            Money first = new Money("100", "USD");
            Money second = new Money("90", "USD");
            List<Runnable> history = new ArrayList<>(List.of(
                    () -> index.add(at(
                            1,
                            id,
                            new ListingCreated(
                                    id,
                                    seller,
                                    "Ada",
                                    "Gazelle",
                                    brand,
                                    "9",
                                    Sneakers.Condition.NEW,
                                    java.util.Optional.empty(),
                                    first))),
                    () -> index.hide(
                            at(2, id, new ListingReserved(id, order, ada.id(), seller, "Ada", "Gazelle", first))),
                    () -> index.showAgain(
                            at(3, id, new ListingReleased(id, order, seller, "Gazelle", first, "TIMED_OUT"))),
                    () -> index.reprice(at(4, id, new PriceReduced(id, seller, "Gazelle", first, second, false))),
                    () -> index.withdraw(at(5, id, new ListingWithdrawn(id, seller, "Gazelle")))));
            Collections.shuffle(history, new java.util.Random(seed));

            history.forEach(Runnable::run);
            history.forEach(Runnable::run);

            assertThat(jdbc.sql("select status || version || amount || title from listing_search where id = ?")
                            .param(id)
                            .query(String.class)
                            .single())
                    .isEqualTo("WITHDRAWN590.00Gazelle");
        }
    }

    @Test
    void aRebuildFromTheTopicGivesTheSameReadModel() {
        UUID sold = listed(ada, shoes("Gazelle", "100"));
        UUID order = reserved(sold, person("Bob"));
        kafka.publish("purchase-events", orderEvent("OrderConfirmed", order, sold, person("Bob")));
        UUID cheaper = listed(ada, shoes("Samba", "100"));
        call(POST, "/listings/" + cheaper + "/price-reductions", ada, Map.of("price", usd("80")));
        eventually(() -> assertThat(search("&status=SOLD").titles()).hasSize(1));
        eventually(() -> assertThat(search("&max_price=80").titles()).hasSize(1));
        List<String> before = rows();

        int status = RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + managementPort)
                .build()
                .post()
                .uri("/actuator/projections/listing-search")
                .header("Authorization", tokens.bearer(UUID.randomUUID(), "Olga", "operator"))
                .exchange()
                .returnResult()
                .getStatus()
                .value();

        assertThat(status).isEqualTo(200);
        assertThat(rows()).isEqualTo(before).hasSize(2);
    }

    private List<String> rows() {
        return jdbc.sql("select l::text from listing_search l where brand = ? order by id")
                .param(brand)
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static <T> Envelope<T> at(long version, UUID id, T payload) {
        return new Envelope<>(
                UUID.randomUUID(),
                "",
                1,
                "listing:" + id,
                version,
                "anonymous",
                Instant.EPOCH,
                "test",
                null,
                null,
                payload);
    }

    private Map<String, @Nullable Object> shoes(String title, String amount) {
        return shoes(title, amount, "title", title);
    }

    private Map<String, @Nullable Object> shoes(String title, String amount, String field, Object value) {
        var shoes = sneakers("brand", brand);
        shoes.put("title", title);
        shoes.put("price", usd(amount));
        shoes.remove("description");
        shoes.put(field, value);
        return shoes;
    }

    private Answer search(String parameters) {
        return call(GET, "/listings?brand=" + brand + parameters, null, null, Map.of());
    }

    private List<String> words(String q) {
        return search("&q=" + encoded(q)).titles();
    }

    private void waitFor(int available) {
        eventually(() -> assertThat(search("&limit=100").titles()).hasSize(available));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
