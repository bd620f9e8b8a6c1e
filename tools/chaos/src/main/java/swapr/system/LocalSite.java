package swapr.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import swapr.local.LocalMarketplace;
import swapr.local.MarketplaceHome;

/** The processes that {@code ./swapr up} has started. */
record LocalSite(LocalMarketplace marketplace, SwaprCommand command) implements FaultSite {

    /** The marketplace of this checkout. Some of its processes may be away. */
    static LocalSite running() {
        var marketplace = LocalMarketplace.anyState();
        var log = marketplace.home().resolve("logs").resolve("faults.log");
        return new LocalSite(marketplace, new SwaprCommand(marketplace.root(), marketplace.home(), log));
    }

    @Override
    public Path home() {
        return marketplace.home();
    }

    @Override
    public String url(String server) {
        return marketplace.url(server);
    }

    @Override
    public String bootstrapServers() {
        return marketplace.bootstrapServers();
    }

    @Override
    public List<String> names() {
        return marketplace.names();
    }

    @Override
    public Map<String, Long> pids() {
        return marketplace.pids();
    }

    @Override
    public void swapr(String... arguments) {
        command.run(arguments);
    }

    @Override
    public boolean restartsAreChosen() {
        return new MarketplaceHome(marketplace.root(), marketplace.home()).restartsAreChosen();
    }
}
