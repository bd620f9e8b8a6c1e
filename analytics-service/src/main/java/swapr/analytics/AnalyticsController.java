package swapr.analytics;

import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The figures, for anyone to read. */
@RestController
class AnalyticsController {

    private static final String NOT_A_WEEK = "must be an ISO week like 2026-W47";

    record WeeklyListings(List<Facts.ListingWeek> weeks) {}

    record SalesReport(List<Facts.Sales> totals, List<Facts.Sales> weeks) {}

    record Conditions(Map<String, Long> sold) {}

    record Funnel(
            long placed,
            long reserved,
            long paid,
            long confirmed,
            long cancelled,
            Map<String, Long> cancelledByReason) {}

    private final Facts facts;

    AnalyticsController(Facts facts) {
        this.facts = facts;
    }

    @GetMapping("/analytics/weekly-listings")
    WeeklyListings weeklyListings(
            @RequestParam(defaultValue = "0000-W01") @Pattern(regexp = IsoWeek.PATTERN, message = NOT_A_WEEK)
                    String from,
            @RequestParam(defaultValue = "9999-W53") @Pattern(regexp = IsoWeek.PATTERN, message = NOT_A_WEEK)
                    String to) {
        if (from.compareTo(to) > 0) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "from must not be later than to");
        }
        return new WeeklyListings(facts.listingWeeks(from, to));
    }

    @GetMapping("/analytics/sales")
    SalesReport sales() {
        return new SalesReport(facts.sales(), facts.salesByWeek());
    }

    /** How worn the pairs were that were sold; {@code UNKNOWN} where nobody told us. */
    @GetMapping("/analytics/conditions")
    Conditions conditions() {
        return new Conditions(facts.soldByCondition());
    }

    /** How far orders get. An order counts at every step it reached, so each step includes the ones after it. */
    @GetMapping("/analytics/funnel")
    Funnel funnel() {
        Map<Fact, Long> counts = new TreeMap<>();
        Map<String, Long> reasons = new TreeMap<>();
        for (Facts.Step step : facts.orderSteps()) {
            counts.merge(step.fact(), step.count(), Long::sum);
            if (step.reason() != null) {
                reasons.put(step.reason(), step.count());
            }
        }
        return new Funnel(
                Objects.requireNonNullElse(counts.get(Fact.ORDER_PLACED), 0L),
                Objects.requireNonNullElse(counts.get(Fact.ORDER_RESERVED), 0L),
                Objects.requireNonNullElse(counts.get(Fact.ORDER_PAID), 0L),
                Objects.requireNonNullElse(counts.get(Fact.ORDER_CONFIRMED), 0L),
                Objects.requireNonNullElse(counts.get(Fact.ORDER_CANCELLED), 0L),
                reasons);
    }
}
