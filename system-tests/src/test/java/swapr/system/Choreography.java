package swapr.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Who reacts to what, read from the annotations in the services' sources, as {@code consumer,topic,type}. */
final class Choreography {

    private static final Pattern CONSTANT =
            Pattern.compile("static final String (\\w+) = \"([^\"]+)\"|String (\\w+) = \"([^\"]+)\";");
    private static final Pattern REACTION = Pattern.compile("@(When|WorkQueue)\\(([^)]*)\\)");
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+) = (\"[^\"]*\"|[\\w.]+)");

    private Choreography() {}

    static List<String> ofSources() throws IOException {
        List<String> found = new ArrayList<>();
        try (var modules = Files.newDirectoryStream(Path.of(".."), "*-service")) {
            for (Path module : modules) {
                String service = module.getFileName().toString();
                Path sources = module.resolve("src/main/java/swapr").resolve(service.replace("-service", ""));
                Map<String, String> constants = new HashMap<>();
                List<String> texts = new ArrayList<>();
                try (var files = Files.newDirectoryStream(sources, "*.java")) {
                    for (Path file : files) {
                        String text = Files.readString(file);
                        String type = file.getFileName().toString().replace(".java", "");
                        CONSTANT.matcher(text).results().forEach(constant -> {
                            String name = constant.group(1) == null ? constant.group(3) : constant.group(1);
                            String value = constant.group(2) == null ? constant.group(4) : constant.group(2);
                            constants.put(type + "." + name, value);
                        });
                        texts.add(type + "\n" + text);
                    }
                }
                for (String text : texts) {
                    String type = text.substring(0, text.indexOf('\n'));
                    REACTION.matcher(text).results().forEach(reaction -> {
                        Map<String, String> attributes = new HashMap<>();
                        ATTRIBUTE
                                .matcher(reaction.group(2))
                                .results()
                                .forEach(a -> attributes.put(a.group(1), value(a.group(2), type, constants)));
                        String topic = attributes.getOrDefault("topic", "");
                        String group = reaction.group(1).equals("WorkQueue") ? service + "." + topic : service;
                        found.add(String.join(
                                ",",
                                attributes.getOrDefault("consumer", group),
                                topic,
                                attributes.getOrDefault("value", "")));
                    });
                }
            }
        }
        return found;
    }

    private static String value(String text, String type, Map<String, String> constants) {
        if (text.startsWith("\"")) {
            return text.substring(1, text.length() - 1);
        }
        String name = text.contains(".") ? text : type + "." + text;
        return constants.getOrDefault(name, "?" + name);
    }
}
