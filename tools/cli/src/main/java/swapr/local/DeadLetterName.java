package swapr.local;

/** The service and the id of a dead letter. */
record DeadLetterName(App app, long id) {

    static DeadLetterName of(String name) {
        var parts = name.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "the name of a dead letter is SERVICE/ID, such as listing/7, not " + name);
        }
        return new DeadLetterName(Instance.of(parts[0]).app(), Long.parseLong(parts[1]));
    }

    /** The path of the dead letter at the management port of its service. */
    String path() {
        return DeadLetters.PATH + "/" + id;
    }
}
