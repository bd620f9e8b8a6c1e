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
 * Refuses texts that are legal JSON but that no database can keep: a null character (PostgreSQL has none) and half of a
 * surrogate pair (UTF-8 has none). Without it they would come back from the database as our own failure. Brings fields
 * marked {@link OneLine} or {@link MultiLine} into their one form.
 */
class StrictStringDeserializer extends StringDeserializer {

    private final UnaryOperator<String> form;

    StrictStringDeserializer() {
        this(text -> text);
    }

    private StrictStringDeserializer(UnaryOperator<String> form) {
        this.form = form;
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
            return context.reportInputMismatch(this, "text cannot be stored");
        }
        return text == null ? null : form.apply(text);
    }
}
