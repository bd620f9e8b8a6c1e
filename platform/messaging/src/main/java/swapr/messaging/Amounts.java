package swapr.messaging;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads amounts. On the wire an amount is a plain decimal string with at most seven digits before the point and four
 * after it ({@code contracts/events/money.v1.json}). A JSON number or an exponent is refused, because a short text with
 * a large exponent would become a number with millions of digits.
 */
final class Amounts extends StdScalarDeserializer<BigDecimal> {

    static final Pattern FORM = Pattern.compile("^(?=.*[1-9])(0|[1-9][0-9]{0,6})(\\.[0-9]{1,4})?$");
    static final int MAX_LENGTH = 12;

    Amounts() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser json, DeserializationContext context) {
        if (json.hasToken(JsonToken.VALUE_STRING)) {
            String text = json.getString();
            if (text.length() <= MAX_LENGTH && FORM.matcher(text).matches()) {
                return new BigDecimal(text);
            }
        }
        return context.reportInputMismatch(
                this,
                "an amount must be a decimal string above zero, such as \"250.00\", with at most 7 digits before"
                        + " the point and 4 after it");
    }
}
