package swapr.local;

/** The text after a start: the sample users, the URLs and some commands. */
final class Welcome {

    private Welcome() {}

    static String text(PortBlock ports, Secrets secrets, String room) {
        var text = new StringBuilder();
        text.append("Sample users:\n");
        for (var person : Person.values()) {
            text.append("  %-5s %-9s %-19s password %s\n"
                    .formatted(person, person.role(), person.email(), secrets.password(person)));
            if (secrets.overridden(person, System.getenv())) {
                text.append("        (%s was ignored, because %s exists already; ./swapr up --fresh deletes all data)\n"
                        .formatted(person.variable(), person));
            }
        }
        var edge = ports.url(ports.of(App.EDGE));
        text.append("""

                Where to look:
                  shop            %s
                  start page      %s/start
                  e-mails         %s
                  demo            ./swapr demo
                  events          ./swapr topic listing-events --from-beginning
                  tables          ./swapr sql listing
                """.formatted(edge, edge, ports.url(ports.mailPage())));
        if (!room.isEmpty()) {
            text.append("  ").append(room).append('\n');
        }
        return text.toString();
    }
}
