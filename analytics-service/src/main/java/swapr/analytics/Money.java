package swapr.analytics;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.Currency;

/** An amount as in events and responses: {@code {"amount":"250.00","currency":"USD"}}. */
record Money(@JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, Currency currency) {}
