package swapr.web;

import java.util.Set;
import org.springframework.format.AnnotationFormatterFactory;
import org.springframework.format.Parser;
import org.springframework.format.Printer;

/** Normalizes parameters with {@link OneLine}, as {@link StrictStringDeserializer} does for fields of a body. */
class OneLineFormatter implements AnnotationFormatterFactory<OneLine> {

    @Override
    public Set<Class<?>> getFieldTypes() {
        return Set.of(String.class);
    }

    @Override
    public Printer<?> getPrinter(OneLine line, Class<?> fieldType) {
        return (Printer<String>) (text, locale) -> text;
    }

    @Override
    public Parser<?> getParser(OneLine line, Class<?> fieldType) {
        return (text, locale) -> TextRule.line(text, line.max());
    }
}
