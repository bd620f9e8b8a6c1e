package swapr.web;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/**
 * Refuses strings that are valid JSON but cannot be stored: PostgreSQL has no null character, and UTF-8 has no half of
 * a surrogate pair. Without this check the database would fail, and the answer could not name the field. The class also
 * normalizes fields with {@link OneLine} or {@link MultiLine}.
 */
class StrictStringDeserializer extends StringDeserializer {

    private final UnaryOperator<String> normalization;

    StrictStringDeserializer() {
        this(text -> text);
    }

    private StrictStringDeserializer(UnaryOperator<String> normalization) {
        this.normalization = normalization;
    }

    @Override
    public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        OneLine line = property == null ? null : property.getAnnotation(OneLine.class);
        MultiLine lines = property == null ? null : property.getAnnotation(MultiLine.class);
        if (line != null) {
            return new StrictStringDeserializer(text -> TextRule.line(text, line.max()));
        }
        return lines == null ? this : new StrictStringDeserializer(text -> TextRule.lines(text, lines.max()));
    }

    @Override
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
        String text = super.deserialize(parser, context);
        if (text != null
                && (text.indexOf('\0') >= 0
                        || !StandardCharsets.UTF_8.newEncoder().canEncode(text))) {
            return context.reportInputMismatch(
                    this, "The string cannot be stored: it has a null character or half a surrogate pair. Remove it.");
        }
        return text == null ? null : normalization.apply(text);
    }
}
