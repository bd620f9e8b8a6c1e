package swapr.analytics;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.Currency;

/** An amount as it stands in events and answers: {@code {"amount":"250.00","currency":"USD"}}. */
record Money(@JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, Currency currency) {}
