package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import swapr.local.Choreography.Part;

/** The consumers that would receive nothing after a version is retired. */
class ChoreographyTest {

    private static Part priceReduced(String who, int version) {
        return new Part(who, "listing-events", "PriceReduced", version);
    }

    @Test
    void aConsumerNeedsAVersionIfItReadsNoOtherPublishedVersion() {
        var choreography = new Choreography(
                List.of(priceReduced("listing-service", 1), priceReduced("listing-service", 2)),
                List.of(
                        priceReduced("reads-the-old", 1),
                        priceReduced("reads-both", 1),
                        priceReduced("reads-both", 2),
                        priceReduced("reads-the-new", 2),
                        priceReduced("reads-ahead", 1),
                        priceReduced("reads-ahead", 3)));

        assertThat(choreography.needing("PriceReduced", 1)).containsExactly("reads-ahead", "reads-the-old");
        assertThat(choreography.needing("PriceReduced", 2)).containsExactly("reads-the-new");
        assertThat(choreography.needing("ListingSold", 1)).isEmpty();
    }

    @Test
    void allItsConsumersNeedTheOnlyVersion() {
        var choreography = new Choreography(
                List.of(priceReduced("listing-service", 1)),
                List.of(
                        priceReduced("reads-the-old", 1),
                        priceReduced("reads-both", 1),
                        priceReduced("reads-both", 2)));

        assertThat(choreography.needing("PriceReduced", 1)).containsExactly("reads-both", "reads-the-old");
        assertThat(choreography.publishers("PriceReduced", 1)).containsExactly("listing-service");
        assertThat(choreography.readers("PriceReduced", 2)).containsExactly("reads-both");
    }
}
