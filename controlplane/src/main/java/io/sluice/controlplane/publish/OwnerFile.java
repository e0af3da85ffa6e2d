package io.sluice.controlplane.publish;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.sluice.controlplane.assemble.Ownership;
import io.sluice.controlplane.assemble.Ownership.Holding;
import io.sluice.controlplane.assemble.Site;
import io.sluice.controlplane.assemble.Tenant;
import io.sluice.controlplane.codec.RecordCodec;
import io.sluice.controlplane.state.StateFile;
import io.sluice.controlplane.state.StateForm;
import io.sluice.dataplane.model.HostPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owners on disk. Instead of times it has what was left of each hold when it was written: a process does not know how
/// long there was none, and the wall clock can be set.
public final class OwnerFile implements OwnerMemory {

    static final String NAME = "owners.sluice";

    private static final long ASKS = -1;
    private static final Logger LOG = LoggerFactory.getLogger(OwnerFile.class);
    private static final RecordCodec<Stored> CODEC = RecordCodec.of(Stored.class);
    private static final StateForm<Stored> FORM =
            new StateForm<>(NAME, "list of owners", CODEC.schema(), CODEC::encode, CODEC::decode);

    private final StateFile<Stored> file;

    private record Stored(List<Entry> entries) {}

    /// @param host empty: all that nobody names
    /// @param leftNanos of the hold; [#ASKS]: the tenant asks for the site
    private record Entry(String host, boolean isStack, String tenant, long leftNanos) {

        Entry {
            if (leftNanos < ASKS || leftNanos > Ownership.HOLD.toNanos()) {
                throw new IllegalArgumentException("a hold of " + leftNanos + " ns");
            }
            pattern(host);
        }

        static Entry of(Site site, Holding holding, long nowNanos) {
            String host = site.host().map(HostPattern::toString).orElse("");
            return new Entry(host, holding.tenant().isStack(), holding.tenant().name(), left(holding, nowNanos));
        }

        private static long left(Holding holding, long nowNanos) {
            if (holding.goneSinceNanos().isEmpty()) {
                return ASKS;
            }
            long goneNanos = nowNanos - holding.goneSinceNanos().getAsLong();
            return Math.clamp(Ownership.HOLD.toNanos() - goneNanos, 0, Ownership.HOLD.toNanos());
        }

        private static Optional<HostPattern> pattern(String host) {
            return host.isEmpty() ? Optional.empty() : Optional.of(HostPattern.of(host));
        }

        Site site() {
            return new Site(pattern(host));
        }

        Holding holding(long nowNanos) {
            OptionalLong gone = leftNanos == ASKS
                    ? OptionalLong.empty()
                    : OptionalLong.of(nowNanos - (Ownership.HOLD.toNanos() - leftNanos));
            return new Holding(new Tenant(isStack, tenant), gone);
        }
    }

    private OwnerFile(StateFile<Stored> file) {
        this.file = file;
    }

    public static OwnerFile in(Path directory) {
        return new OwnerFile(StateFile.in(directory, FORM));
    }

    @Override
    public Ownership recall(long nowNanos) {
        Optional<Stored> stored = file.read();
        if (stored.isEmpty()) {
            LOG.warn("no owners of hosts are known from before: the oldest service that asks for a host gets it");
            return Ownership.NONE;
        }
        Map<Site, Holding> holdings = new HashMap<>();
        stored.get().entries().forEach(entry -> holdings.put(entry.site(), entry.holding(nowNanos)));
        LOG.info("the owners of {} hosts are known from before", holdings.size());
        return new Ownership(holdings);
    }

    @Override
    public void keep(Ownership ownership, long nowNanos) {
        file.write(new Stored(ownership.holdings().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.<Site>naturalOrder()))
                .map(entry -> Entry.of(entry.getKey(), entry.getValue(), nowNanos))
                .toList()));
    }

    @Override
    public void close() {
        file.close();
    }
}
