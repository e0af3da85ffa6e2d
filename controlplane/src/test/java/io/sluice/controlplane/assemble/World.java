package io.sluice.controlplane.assemble;

import java.util.Set;
import java.util.function.UnaryOperator;

import io.sluice.controlplane.assemble.Swarms.ServiceSketch;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.swarm.SwarmState;

/// A swarm with one network and services whose labels are given as values: those added first are older, each has the
/// tasks asked for. Assembles it again and again, as a publisher would.
final class World {

    private final Swarms swarm = new Swarms().network("f", "front");
    private final Labels.Book book = new Labels.Book();
    private RoutingOptions options = RoutingOptions.DEFAULT;
    private CertificateView certificates = CertificateView.NONE;
    private int created;

    static World open() {
        return new World();
    }

    static World tenants(String... wildcardTenants) {
        World world = new World();
        world.options = new RoutingOptions("", Tenancy.STACK, Set.of(wildcardTenants));
        return world;
    }

    World serviceCluster(String name) {
        options = new RoutingOptions(name, options.tenancy(), options.wildcardTenants());
        return this;
    }

    World certificates(CertificateView view) {
        certificates = view;
        return this;
    }

    World service(String name, int tasks, Labels labels) {
        return service(name, tasks, labels, sketch -> sketch);
    }

    /// Of a stack.
    World service(String stack, String name, Labels labels) {
        return service(name, 1, labels, sketch -> sketch.label("com.docker.stack.namespace", stack));
    }

    World service(String name, int tasks, Labels labels, UnaryOperator<ServiceSketch> more) {
        book.accepted(name, labels);
        return plain(name, tasks, more);
    }

    World refused(String stack, String name, String... hosts) {
        book.refused(name, hosts);
        return plain(name, 0, sketch -> sketch.label("com.docker.stack.namespace", stack));
    }

    /// Without labels of ours.
    World plain(String name, int tasks, UnaryOperator<ServiceSketch> more) {
        int number = ++created;
        ServiceSketch sketch = Swarms.named(name)
                .createdAt(number)
                .on("f")
                .vip("f", "10.1." + number / 250 + "." + (number % 250 + 1));
        swarm.service(more.apply(sketch));
        for (int slot = 1; slot <= tasks; slot++) {
            swarm.task(name, slot, "f", "10.2." + number + "." + slot);
        }
        return this;
    }

    SwarmState state() {
        return swarm.state();
    }

    Assembly assemble() {
        return assemble(HealthView.ALL_HEALTHY);
    }

    Assembly assemble(HealthView health) {
        return assembler().assemble(new AssemblyInput(swarm.state(), health, certificates, Ownership.NONE, 0));
    }

    Assembly assembleReversed() {
        return assembler()
                .assemble(new AssemblyInput(swarm.reversed(), HealthView.ALL_HEALTHY, certificates, Ownership.NONE, 0));
    }

    /// As the next state after another world's.
    Assembly assembleAfter(Assembly before, long nowSeconds) {
        return assembler()
                .assemble(new AssemblyInput(
                        swarm.state(),
                        HealthView.ALL_HEALTHY,
                        certificates,
                        before.ownership(),
                        nowSeconds * 1_000_000_000L));
    }

    private ConfigAssembler assembler() {
        return new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside(), options, book::read);
    }
}
