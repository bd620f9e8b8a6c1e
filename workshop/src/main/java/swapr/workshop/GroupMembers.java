package swapr.workshop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import swapr.local.LocalMarketplace;
import swapr.system.Http;

/**
 * The consumer groups in which a service reads a type, and their members. A new member gets its partitions some seconds
 * after the start of its process.
 *
 * @param service such as {@code analytics}
 * @param type such as {@code ListingCreated}
 */
record GroupMembers(LocalMarketplace marketplace, String service, String type) {

    /** Returns whether each of these groups has so many members of the service with partitions. */
    boolean have(int members) {
        var groups = groups();
        try (var admin = Admin.create(Map.of("bootstrap.servers", marketplace.bootstrapServers()))) {
            return admin.describeConsumerGroups(groups).all().get().values().stream()
                    .allMatch(group -> group.members().stream()
                                    .filter(member -> member.clientId().startsWith(Lab.module(service)))
                                    .filter(member -> !member.assignment()
                                            .topicPartitions()
                                            .isEmpty())
                                    .count()
                            == members);
        } catch (ExecutionException e) {
            return false; // a new group does not exist yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The groups, as the running service names them. */
    List<String> groups() {
        var operator = Map.of("Authorization", "Bearer " + marketplace.operatorToken());
        var url = marketplace.managementUrl(service) + "/actuator/choreography";
        return Http.call("GET", url, null, operator)
                .body()
                .path("reads")
                .valueStream()
                .filter(read -> read.path("type").asString().equals(type))
                .map(read -> read.path("consumer").asString())
                .distinct()
                .toList();
    }
}
