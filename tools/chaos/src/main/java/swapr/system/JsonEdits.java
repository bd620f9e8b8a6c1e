package swapr.system;

import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Changes JSON objects in ways that a JSON library does not offer. */
final class JsonEdits {

    private JsonEdits() {}

    static ObjectNode without(ObjectNode object, String field) {
        ObjectNode copy = object.deepCopy();
        copy.remove(field);
        return copy;
    }

    /** The object as JSON, with the value of one field replaced by a text, which may be invalid JSON. */
    static String with(ObjectNode object, String field, String value) {
        String mark = UUID.randomUUID().toString();
        ObjectNode copy = object.deepCopy();
        copy.put(field, mark);
        return copy.toString().replace("\"" + mark + "\"", value);
    }
}
