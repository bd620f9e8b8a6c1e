package swapr.listing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.io.Resource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import swapr.web.CurrentUser;
import swapr.web.StartupTask;

/**
 * Creates sample listings of the user Ada if {@code SWAPR_SEED_CATALOG} is true: real models at their real prices.
 * The row number determines the id of the listing, so a second start or a second instance creates no duplicates.
 */
@Component
@ConditionalOnBooleanProperty("swapr.seed.catalog")
class SampleListings extends StartupTask {

    private static final Logger log = LoggerFactory.getLogger(SampleListings.class);
    private static final CurrentUser ADA =
            new CurrentUser(UUID.fromString("00000000-0000-7000-8000-000000000001"), "Ada");

    private final SellerActions sellerActions;
    private final Listings listings;
    private final List<String> rows;

    SampleListings(SellerActions sellerActions, Listings listings, @Value("classpath:catalog.csv") Resource csv)
            throws IOException {
        this.sellerActions = sellerActions;
        this.listings = listings;
        this.rows =
                csv.getContentAsString(StandardCharsets.UTF_8).lines().skip(1).toList();
    }

    static UUID idOf(int number) {
        return UUID.fromString("00000000-0000-7000-8001-%012d".formatted(number));
    }

    @Override
    protected void run() {
        long created = rows.stream().filter(this::list).count();
        log.info("The sample catalog has {} listings, {} of them new", rows.size(), created);
    }

    private boolean list(String row) {
        String[] cell = row.split(",", -1);
        UUID id = idOf(Integer.parseInt(cell[0]));
        if (listings.existsById(id)) {
            return false;
        }
        var condition = Sneakers.Condition.valueOf(cell[4]);
        var sneakers =
                new Sneakers(cell[2], cell[1], cell[3], condition, "Offered at the model's average resale price.");
        try {
            sellerActions.list(id, ADA, sneakers, new Money(cell[5], "USD"));
            return true;
        } catch (OptimisticLockingFailureException e) {
            return false; // another instance has just created it
        }
    }
}
