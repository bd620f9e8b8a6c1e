package swapr.purchase;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;

/**
 * An amount in a currency. This service only passes money on, to the cent as it came, and never calculates with it.
 *
 * @param amount a decimal string on the wire, because a JSON number may lose cents on its way through a reader
 * @param currency ISO 4217
 */
record Money(@JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {}
