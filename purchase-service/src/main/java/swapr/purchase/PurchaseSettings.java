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
 */
@ConfigurationProperties("swapr.purchase")
record PurchaseSettings(
        URI bankUrl,
        @DefaultValue("2m") Duration orderTimeout,
        @DefaultValue("30s") Duration bankPause) {

    PurchaseSettings {
        Assert.isTrue(orderTimeout.isPositive(), "swapr.purchase.order-timeout must be more than zero");
        Assert.isTrue(bankPause.isPositive(), "swapr.purchase.bank-pause must be more than zero");
    }
}
