package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The facets of a search, and the listings of one seller. All listings of one test have one word in common. */
class FacetsTest extends ListingServiceTest {

    private final Person ada = person("Ada");
    private final String word = "word" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void eachFacetIgnoresTheFilterOnItsOwnField() {
        pair("Nike", "US 9", "NEW", "100");
        pair("Nike", "US 10", "USED", "200");
        pair("Jordan", "US 9", "NEW", "300");
        waitFor(3);

        Answer all = facets("");
        assertThat(all.body().path("total").asInt()).isEqualTo(3);
        assertThat(counts(all, "brands")).containsExactly("Nike 2", "Jordan 1");
        assertThat(counts(all, "sizes")).containsExactly("US 9 2", "US 10 1");
        assertThat(counts(all, "conditions")).containsExactly("NEW 2", "USED 1");
        assertThat(range(all)).isEqualTo("100.00 to 300.00 USD");

        Answer nike = facets("&brand=Nike");
        assertThat(nike.body().path("total").asInt()).isEqualTo(2);
        assertThat(counts(nike, "brands")).containsExactly("Nike 2", "Jordan 1");
        assertThat(counts(nike, "sizes")).containsExactly("US 10 1", "US 9 1");
        assertThat(range(nike)).isEqualTo("100.00 to 200.00 USD");

        Answer nikeNew = facets("&brand=Nike&condition=NEW");
        assertThat(nikeNew.body().path("total").asInt()).isEqualTo(1);
        assertThat(counts(nikeNew, "brands")).containsExactly("Jordan 1", "Nike 1");
        assertThat(counts(nikeNew, "conditions")).containsExactly("NEW 1", "USED 1");

        Answer cheap = facets("&max_price=150");
        assertThat(cheap.body().path("total").asInt()).isEqualTo(1);
        assertThat(counts(cheap, "brands")).containsExactly("Nike 1");
        assertThat(range(cheap)).as("the price ignores its own filter").isEqualTo("100.00 to 300.00 USD");
    }

    @ParameterizedTest
    @CsvSource({"&brand=nike", "&size=US+9", "&condition=NEW", "&min_price=150", "&currency=EUR", "&sort=price_desc"})
    void theTotalIsTheNumberOfHits(String filter) {
        pair("Nike", "US 9", "NEW", "100");
        pair("Jordan", "US 9", "USED", "200");
        listed(ada, shoes("Vans", "US 8", "NEW", Map.of("amount", "90", "currency", "EUR")));
        waitFor(3);

        String sameCurrency = filter.contains("sort") ? "&currency=USD" : "";
        assertThat(facets(filter + sameCurrency).body().path("total").asInt())
                .isEqualTo(search(filter + sameCurrency).titles().size());
    }

    @Test
    void aBrandInTwoSpellingsIsOneValue() {
        pair("ASICS", "US 9", "NEW", "100");
        pair("Asics", "US 9", "NEW", "100");
        waitFor(2);

        assertThat(counts(facets(""), "brands")).singleElement().asString().endsWith(" 2");
    }

    @Test
    void aSearchWithoutHitsHasNoValuesAndNoPrice() {
        Answer nothing = facets("");

        assertThat(nothing.body().path("total").asInt()).isZero();
        assertThat(counts(nothing, "brands")).isEmpty();
        assertThat(nothing.body().has("price")).isFalse();
    }

    @Test
    void aSearchFiltersByCondition() {
        pair("Nike", "US 9", "NEW", "100");
        pair("Vans", "US 9", "VINTAGE", "100");
        waitFor(2);

        assertThat(search("&condition=VINTAGE").titles()).containsExactly("Vans " + word);
    }

    @Test
    void theListingsOfASellerHaveEveryStatus() {
        UUID withdrawn = pair("Nike", "US 9", "NEW", "100");
        pair("Vans", "US 9", "NEW", "100");
        listed(person("Eve"), shoes("Puma", "US 9", "NEW", usd("100")));
        waitFor(3);
        call(DELETE, "/listings/" + withdrawn, ada, null);

        String bySeller = "/listings?seller=" + ada.id();
        eventually(() -> assertThat(
                        call(GET, bySeller + "&status=WITHDRAWN", ada, null).titles())
                .containsExactly("Nike " + word));
        assertThat(call(GET, bySeller, ada, null).titles()).containsExactly("Vans " + word, "Nike " + word);
        assertThat(call(GET, "/listings/facets?seller=" + ada.id(), ada, null)
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"condition, SHINY", "seller, ada", "min_price, free", "status, SOLDOUT"})
    void invalidFiltersAreRefusedByField(String field, String value) {
        Answer answer = facets("&" + field + "=" + value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.wrongFields()).containsExactly(field);
    }

    private UUID pair(String brand, String size, String condition, String amount) {
        return listed(ada, shoes(brand, size, condition, usd(amount)));
    }

    private Map<String, @Nullable Object> shoes(String brand, String size, String condition, Object price) {
        var shoes = sneakers("brand", brand);
        shoes.put("title", brand + " " + word);
        shoes.put("size", size);
        shoes.put("condition", condition);
        shoes.put("price", price);
        return shoes;
    }

    private Answer search(String filters) {
        return call(GET, "/listings?q=" + word + filters, null, null, Map.of());
    }

    private Answer facets(String filters) {
        return call(GET, "/listings/facets?q=" + word + filters, null, null, Map.of());
    }

    private static List<String> counts(Answer answer, String facet) {
        return answer.body()
                .path(facet)
                .valueStream()
                .map(each ->
                        each.path("value").asString() + " " + each.path("count").asInt())
                .toList();
    }

    private static String range(Answer answer) {
        var price = answer.body().path("price");
        return "%s to %s %s"
                .formatted(
                        price.path("min").asString(),
                        price.path("max").asString(),
                        price.path("currency").asString());
    }

    private void waitFor(int available) {
        eventually(() -> assertThat(search("").titles()).hasSize(available));
    }
}
