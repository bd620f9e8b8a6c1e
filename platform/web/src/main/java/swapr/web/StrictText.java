package swapr.web;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * Refuses texts that are legal JSON but that no database can keep: a null character (PostgreSQL has none) and half of a
 * surrogate pair (UTF-8 has none). Without it they would come back from the database as our own failure.
 */
class StrictText extends StringDeserializer {

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        String text = super.deserialize(parser, context);
        if (text != null
                && (text.indexOf('\0') >= 0
                        || !StandardCharsets.UTF_8.newEncoder().canEncode(text))) {
            return context.reportInputMismatch(this, "text cannot be stored");
        }
        return text;
    }
}
