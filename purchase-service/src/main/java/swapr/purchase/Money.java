package swapr.purchase;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;

/**
 * An amount in a currency. This service forwards amounts unchanged and never calculates with them.
 *
 * @param amount a decimal string on the wire, because some readers lose precision of a JSON number
 * @param currency ISO 4217
 */
record Money(@JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {}
