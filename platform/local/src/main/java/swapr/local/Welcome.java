package swapr.local;

/** What to do with a marketplace that has just opened. */
final class Welcome {

    private Welcome() {}

    static String text(PortBlock ports, Secrets secrets) {
        var text = new StringBuilder();
        text.append("People you can be:\n");
        for (var person : Person.values()) {
            text.append("  %-5s %-9s %-19s password %s\n"
                    .formatted(person, person.role(), person.email(), secrets.password(person)));
            if (secrets.overridden(person, System.getenv())) {
                text.append("        (%s came too late: %s exists already; ./swapr up --fresh starts over)\n"
                        .formatted(person.variable(), person));
            }
        }
        text.append("""

                Where to look:
                  the door        %s
                  the mail        %s
                  the first flow  ./swapr demo
                  events          ./swapr topic listing-events --from-beginning
                  tables          ./swapr sql listing
                """.formatted(ports.url(ports.of(App.EDGE)), ports.url(ports.mailPage())));
        return text.toString();
    }
}
