package swapr.workshop;

import java.util.Map;
import swapr.system.Http;

/**
 * The dead letters of one service, as an operator sees them.
 *
 * @param service such as {@code notification}
 */
record ParkedRecords(Shop shop, String service) {

    /** The number of open dead letters of a key: the parked one, and those that wait behind it. */
    long open(String key) {
        return parked(key) + waiting(key);
    }

    long parked(String key) {
        return count(key, "PARKED");
    }

    long waiting(String key) {
        return count(key, "WAITING");
    }

    long resolved(String key) {
        return count(key, "RESOLVED");
    }

    private long count(String key, String status) {
        return shop.database()
                .count("select count(*) from %s.dead_letters where sequence_key = '%s' and status = '%s'"
                        .formatted(service, key, status));
    }

    /** The states and reasons of the dead letters of a key, in order. A reason is shown up to its first semicolon. */
    String describe(String key) {
        return "dead letters of %s: ".formatted(key) + shop.database().answer("""
                select coalesce(
                  string_agg(concat_ws(' ', status, event_type, split_part(message, ';', 1)), ', ' order by id), 'none')
                from %s.dead_letters where sequence_key = '%s'""".formatted(service, key));
    }

    /** The newest open dead letter of any key. */
    String newest() {
        return "newest dead letter: " + shop.database().answer("""
                select coalesce(max(concat_ws(' ', event_type, split_part(message, ';', 1))), 'none')
                from %s.dead_letters where id = (
                  select max(id) from %s.dead_letters where status = 'PARKED')""".formatted(service, service));
    }

    /**
     * Ends the check with a red line that shows the dead letters of a key, unless the condition holds.
     *
     * @throws Red if it does not hold
     */
    void unless(boolean expected, String customer, String done, String key) {
        Red.unless(expected, customer, done, describe(key), "./swapr dead-letters");
    }

    /** The version of a customer's data that the service has stored; 0 if it has none. */
    long storedVersion(Shop.Customer customer) {
        return shop.database()
                .count("select coalesce(max(version), 0) from %s.recipients where user_id = '%s'"
                        .formatted(service, customer.id()));
    }

    /** Requests a redrive of the parked records of a key. Returns false if there is none. */
    boolean redrive(String key) {
        var operator = Map.of("Authorization", "Bearer " + shop.marketplace().operatorToken());
        var url = shop.marketplace().managementUrl(service) + "/actuator/deadletters";
        return Http.call("POST", url, Map.of("key", key), operator).status() == 202;
    }
}
