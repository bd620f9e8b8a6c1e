package swapr.workshop;

import swapr.system.Http;

/**
 * The sold pairs of one brand in two reports of analytics-service: by brand, and by week.
 *
 * @param before the pairs of all brands that the weekly report had at the beginning
 */
record SoldPairs(Shop shop, String brand, long before) {

    SoldPairs(Shop shop, String brand) {
        this(shop, brand, shop.effects().weekly("sold"));
    }

    /** Ends the check with a red line unless both reports show this number of sales. */
    void areCounted(int sales, String done) {
        shop.soonAtRest(() -> byBrand() == sales && byWeek() == sales);
        unless(byBrand() == sales, "the report by brand shows " + byBrand(), sales, done);
        unless(byWeek() == sales, "the weekly report shows " + byWeek(), sales, done);
    }

    private void unless(boolean expected, String report, int sales, String done) {
        Red.unless(
                expected,
                "Sina sold %d pairs of one brand, and %s".formatted(sales, report),
                done,
                "by brand: %d; by week: %d; %s"
                        .formatted(byBrand(), byWeek(), new ParkedRecords(shop, "analytics").newest()),
                "./swapr sql analytics \"select * from brand_sales\"");
    }

    private long byBrand() {
        return Http.get(shop.marketplace().url("analytics") + "/analytics/brand-sales")
                .path(brand)
                .asLong(0);
    }

    private long byWeek() {
        return shop.effects().weekly("sold") - before;
    }
}
