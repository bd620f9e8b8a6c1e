package swapr.purchase;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What an operator may set under {@code swapr.purchase}.
 *
 * @param bankUrl where the bank answers
 * @param orderTimeout an order that is not final this long after it was placed cancels itself; more than zero
 * @param bankPause how long the bank is left alone after three failures in a row; more than zero
 * @param maxOpenOrders how many orders of one buyer may be open at a time; more than zero. More than a person buys at once,
 *     few enough that one account cannot fill the queues. Counted without a lock: requests at the same moment may exceed it
 * @param chargesPerBuyer how many charges of one buyer run at a time in one instance; more than zero. Two, so that one slow
 *     card delays no other card of the same buyer
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
