package io.sluice.controlplane.assemble;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.sluice.controlplane.labels.HealthCheck;
import io.sluice.dataplane.model.Endpoint;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.Labels.hosts;
import static org.assertj.core.api.Assertions.assertThat;

class HealthViewTest {

    private static final HealthCheck CHECK =
            new HealthCheck("/health", Duration.ofSeconds(10), Duration.ofSeconds(2), 200, 399);

    @Test
    void everyEndpointOfACheckedServiceIsATarget() {
        Assembly assembly = World.open()
                .service("z", 1, hosts("a.local", "b.local").check(CHECK))
                .service("unchecked", 2, hosts("c.local"))
                .service("a", 2, hosts("d.local").check(CHECK))
                .assemble();

        assertThat(assembly.checks())
                .extracting(target -> target.service() + " " + target.endpoint() + " " + target.address())
                .containsExactly("a a.1 /10.2.3.1:8080", "a a.2 /10.2.3.2:8080", "z z.1 /10.2.1.1:8080");
        assertThat(assembly.checks()).allMatch(target -> target.check().equals(CHECK));
    }

    @Test
    void servicesThatServeNothingAreNotChecked() {
        World world = World.tenants()
                .service("own", "a", hosts("h.local").check(CHECK))
                .service("squat", "b", hosts("h.local").check(CHECK));

        assertThat(world.assemble().checks()).extracting(CheckTarget::service).containsExactly("a");
    }

    @Test
    void endpointsAreAsHealthyAsTheViewSays() {
        Assembly assembly =
                World.open().service("web", 3, hosts("h.local").check(CHECK)).assemble(fallen("10.2.1.2"));

        assertThat(assembly.config().clusters().getFirst().endpoints())
                .extracting(Endpoint::healthy)
                .containsExactly(true, false, true);
    }

    @Test
    void uncheckedServicesAreHealthyWhateverTheViewSays() {
        Assembly assembly = World.open().service("web", 1, hosts("h.local")).assemble(fallen("10.2.1.1"));

        assertThat(assembly.config().clusters().getFirst().endpoints()).allMatch(Endpoint::healthy);
    }

    @Test
    void pooledEndpointsKeepTheirHealth() {
        Assembly assembly = World.open()
                .service("a", 1, hosts("h.local").check(CHECK).weight(3))
                .service("b", 1, hosts("h.local").vip())
                .assemble(fallen("10.2.1.1"));

        assertThat(assembly.config().clusters().getFirst().endpoints())
                .extracting(Endpoint::healthy)
                .containsExactly(false, true);
    }

    /// One address whose checks passed once, and fail now.
    private static HealthView fallen(String fallen) {
        return new HealthView() {
            @Override
            public boolean isHealthy(String service, InetSocketAddress address) {
                return !address.getAddress().getHostAddress().equals(fallen);
            }

            @Override
            public boolean hasPassed(String service, InetSocketAddress address) {
                return true;
            }
        };
    }
}
