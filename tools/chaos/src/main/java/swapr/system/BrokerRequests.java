package swapr.system;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests to the broker. The broker counts them in JMX, which the first call starts in it. JMX listens for
 * local programs only.
 */
final class BrokerRequests {

    private BrokerRequests() {}

    /** The number of requests since the broker's start, by type, such as Fetch; empty if JMX is not available. */
    @SuppressWarnings("BanJNDI") // the address comes from the broker, which is our own process
    static Map<String, Double> read(@Nullable Long pid) {
        try {
            var broker = VirtualMachine.attach(String.valueOf(pid));
            String address;
            try {
                address = broker.startLocalManagementAgent();
            } finally {
                broker.detach();
            }
            try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                return read(connector.getMBeanServerConnection());
            }
        } catch (IOException | AttachNotSupportedException | JMException e) {
            return Map.of();
        }
    }

    private static Map<String, Double> read(MBeanServerConnection broker) throws IOException, JMException {
        var counts = new TreeMap<String, Double>();
        var all = new ObjectName("kafka.network:type=RequestMetrics,name=RequestsPerSec,*");
        for (var name : broker.queryNames(all, null)) {
            counts.merge(
                    name.getKeyProperty("request"),
                    ((Number) broker.getAttribute(name, "Count")).doubleValue(),
                    Double::sum);
        }
        return counts;
    }
}
