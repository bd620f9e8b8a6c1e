package swapr.purchase;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The properties under {@code swapr.purchase}.
 *
 * @param bankUrl base URL of the bank
 * @param orderTimeout an order that is not final this long after its placing is canceled; more than zero
 * @param bankPause how long no call is made after three failures of the bank in a row; more than zero
 * @param maxOpenOrders maximum number of open orders of one buyer; more than zero. The default is more than a person
 *     buys at once, and one account cannot fill the queues with it. The count takes no lock, so concurrent requests may
 *     exceed the limit
 * @param chargesPerBuyer maximum number of concurrent charges of one buyer in one instance; more than zero. The default
 *     is two, so that one slow card does not delay another card of the same buyer
 */
@ConfigurationProperties("swapr.purchase")
record PurchaseProperties(
        URI bankUrl,
        @DefaultValue("2m") Duration orderTimeout,
        @DefaultValue("30s") Duration bankPause,
        @DefaultValue("50") int maxOpenOrders,
        @DefaultValue("2") int chargesPerBuyer) {

    PurchaseProperties {
        Assert.isTrue(orderTimeout.isPositive(), "swapr.purchase.order-timeout must be more than zero");
        Assert.isTrue(bankPause.isPositive(), "swapr.purchase.bank-pause must be more than zero");
        Assert.isTrue(maxOpenOrders > 0, "swapr.purchase.max-open-orders must be more than zero");
        Assert.isTrue(chargesPerBuyer > 0, "swapr.purchase.charges-per-buyer must be more than zero");
    }
}
