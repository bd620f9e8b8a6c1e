package swapr.listing;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import swapr.testing.Access;
import swapr.testing.Operation;
import swapr.testing.Operation.Given;

class AccessTest extends ListingServiceTest {

    @Autowired
    ApplicationContext context;

    @TestFactory
    Stream<DynamicContainer> everyOperationByEveryIdentity() {
        return Access.of(
                context,
                "listings",
                List.of(
                        new Operation("POST /listings", this::newListing, 401, 201, 201, 201),
                        new Operation(
                                "GET /listings",
                                () -> new Given(person("Owner").id(), "/listings"),
                                200,
                                200,
                                200,
                                200),
                        new Operation(
                                "GET /listings/facets",
                                () -> new Given(person("Owner").id(), "/listings/facets"),
                                200,
                                200,
                                200,
                                200),
                        new Operation("GET /listings/{id}", () -> listing(""), 200, 200, 200, 200),
                        new Operation("DELETE /listings/{id}", () -> listing(""), 401, 204, 403, 403),
                        new Operation(
                                "POST /listings/{id}/price-reductions",
                                () -> listing("/price-reductions").body(Map.of("price", usd("99.00"))),
                                401,
                                200,
                                403,
                                403)));
    }

    private Given newListing() {
        return new Given(person("Owner").id(), "/listings").body(sneakers());
    }

    private Given listing(String path) {
        Person owner = person("Owner");
        return new Given(owner.id(), "/listings/" + listed(owner) + path);
    }
}
