package swapr.system;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import swapr.local.LocalMarketplace;
import swapr.system.LoadSender.Answer;
import swapr.system.LoadSender.Request;

/** The requests of one load: its listings, and one order for each of them. */
final class LoadRequests {

    private final LocalMarketplace marketplace;
    private final LoadPlan plan;
    private final LoadAccounts accounts;

    LoadRequests(LocalMarketplace marketplace, LoadPlan plan, LoadAccounts accounts) {
        this.marketplace = marketplace;
        this.plan = plan;
        this.accounts = accounts;
    }

    /** Creates this number of listings. Returns their ids. */
    List<String> createListings(int number) {
        var requests = IntStream.range(0, number)
                .mapToObj(i -> new Request(
                        "/api/listings", accounts.seller(i), UUID.randomUUID().toString(), """
                        {"title":"Pair %d","brand":"Nike","size":"42","condition":"NEW",\
                        "price":{"amount":"%d.50","currency":"USD"}}""".formatted(
                                        i, 50 + i % 100)))
                .toList();
        return sent(LoadSender.send(marketplace.url("edge"), requests, plan.connections(), 0)).stream()
                .map(Answer::id)
                .toList();
    }

    /**
     * Orders these listings.
     *
     * @param rate orders per second; 0 sends each order as soon as a connection is free
     * @return the responses in the order of the listings
     * @throws IllegalStateException if an order is refused
     */
    List<Answer> order(List<String> listings, int rate) {
        var requests = IntStream.range(0, listings.size())
                .mapToObj(i -> new Request(
                        plan.direct() ? "/orders" : "/api/orders",
                        accounts.buyer(i),
                        UUID.randomUUID().toString(),
                        "{\"listing_id\":\"%s\",\"payment_token\":\"tok_ok\"}".formatted(listings.get(i))))
                .toList();
        String door = marketplace.url(plan.direct() ? "purchase" : "edge");
        return sent(LoadSender.send(door, requests, plan.connections(), rate));
    }

    private static List<Answer> sent(List<Answer> answers) {
        var refused = answers.stream().filter(answer -> answer.id().isEmpty()).toList();
        if (!refused.isEmpty()) {
            throw new IllegalStateException("%d of %d requests were refused; the first one got status %d"
                    .formatted(
                            refused.size(), answers.size(), refused.getFirst().status()));
        }
        return answers;
    }
}
