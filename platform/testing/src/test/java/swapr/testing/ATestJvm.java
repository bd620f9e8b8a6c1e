package swapr.testing;

import java.io.IOException;

/** Uses the infrastructure in a separate JVM, like the tests of one module. */
class ATestJvm {

    public static void main(String[] arguments) throws IOException {
        Infrastructure infrastructure = Infrastructure.shared();
        try (Kafka kafka = new Kafka(infrastructure.bootstrapServers())) {
            if (arguments[0].equals("leave-a-topic")) {
                kafka.createTopic("left-behind", 1);
            }
            System.out.println("broker: " + infrastructure.bootstrapServers());
            System.out.println("topics: " + kafka.topics());
        }
        infrastructure.createDatabase();
        if (arguments[0].equals("stay")) {
            var _ = System.in.read();
        }
    }
}
