package io.sluice.controlplane.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.docker.EngineChange;
import io.sluice.controlplane.swarm.SwarmState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProxyPlanTest {

    private final FakeSwarm swarm = new FakeSwarm();

    @Test
    void theServiceIsAsTheFileSays() throws InterruptedException {
        carryOut(Wishes.state("app"), Wishes.wish());

        ObjectNode spec = swarm.only();
        assertThat(spec.path("Name").asText()).isEqualTo("sluice-proxy");
        assertThat(spec.at("/Labels/tier").asText()).isEqualTo("edge");
        assertThat(spec.at("/Mode/Replicated/Replicas").asInt()).isEqualTo(2);
        assertThat(spec.at("/TaskTemplate/ContainerSpec/Image").asText()).isEqualTo("sluice:1");
        assertThat(spec.at("/TaskTemplate/ContainerSpec/Args").toString())
                .contains("\"tasks.sluice-control:9902\"", "\"/run/secrets/token\"", "\"--loops\"");
        assertThat(spec.at("/TaskTemplate/ContainerSpec/Env").toString())
                .isEqualTo("[\"SLUICE_LOG=info\",\"SLUICE_VIA=true\"]");
        assertThat(spec.at("/TaskTemplate/ContainerSpec/CapabilityDrop").toString())
                .isEqualTo("[\"ALL\"]");
        assertThat(spec.at("/TaskTemplate/Placement/Constraints/0").asText())
                .isEqualTo("node.labels.nodetype == loadbalancer");
        assertThat(spec.at("/TaskTemplate/Placement/Preferences/0/Spread/SpreadDescriptor")
                        .asText())
                .isEqualTo("node.labels.zone");
        assertThat(spec.at("/UpdateConfig/Order").asText()).isEqualTo("stop-first");
        assertThat(spec.at("/EndpointSpec/Ports/0").toString())
                .isEqualTo("{\"Protocol\":\"tcp\",\"TargetPort\":80,\"PublishedPort\":8080,\"PublishMode\":\"host\"}");
    }

    /// Not the authority's key, which alone lets one be a control plane.
    @Test
    void proxiesGetTheTokenAndNoOtherSecret() throws InterruptedException {
        carryOut(Wishes.state(), Wishes.wish());

        assertThat(swarm.only().at("/TaskTemplate/ContainerSpec/Secrets")).hasSize(1);
        assertThat(swarm.only()
                        .at("/TaskTemplate/ContainerSpec/Secrets/0/SecretName")
                        .asText())
                .isEqualTo("st_token");
    }

    @Test
    void proxiesAreOnTheNetworksThatRoutedServicesNeed() throws InterruptedException {
        SwarmState state = Wishes.state("a", "b");
        List<io.sluice.controlplane.swarm.Service> services = new ArrayList<>(state.services());
        services.add(Wishes.service("silent", Map.of(), "net-c"));
        services.add(Wishes.service(
                "elsewhere", Map.of("hosts", "c.test", "port", "80", "service_cluster", "west"), "net-d"));

        carryOut(new SwarmState(services, List.of(), state.networks(), List.of()), Wishes.wish());

        assertThat(networks()).containsExactly("net-a", "net-b", "net-control");
    }

    /// Acceptance scenario 49.
    @Test
    void anAllowListIsAllThatProxiesAreOn() throws InterruptedException {
        carryOut(Wishes.state("edge", "other"), Wishes.allowing("edge"));

        assertThat(networks()).containsExactly("net-control", "net-edge");
    }

    @Test
    void anUnknownNetworkOfTheAllowListIsReported() {
        Round round = round(Wishes.state("edge"), Wishes.allowing("edge", "egde"), Wishes.SELF);

        assertThat(round.errors()).extracting(ConfigError::code).contains("unknown-network");
        assertThat(round.plan().steps()).hasSize(1);
    }

    @Test
    void whatIsNotOursStays() throws InterruptedException {
        carryOut(Wishes.state(), Wishes.wish());
        ((ObjectNode) swarm.only().at("/TaskTemplate")).putObject("Resources").put("Kept", 1);

        carryOut(Wishes.state(), Wishes.wish(Wishes.deployment(5, false, true, 8080)));

        assertThat(swarm.only().at("/Mode/Replicated/Replicas").asInt()).isEqualTo(5);
        assertThat(swarm.only().at("/TaskTemplate/Resources/Kept").asInt()).isEqualTo(1);
    }

    @Test
    void aModeThatTheEngineDoesNotChangeIsMadeAnew() throws InterruptedException {
        carryOut(Wishes.state(), Wishes.wish());

        carryOut(Wishes.state(), Wishes.wish(Wishes.deployment(2, true, true, 8080)));

        assertThat(swarm.writes).containsExactly("create", "remove", "create");
        assertThat(swarm.only().at("/Mode").has("Global")).isTrue();
    }

    @Test
    void proxiesGoWithTheirExtension() throws InterruptedException {
        carryOut(Wishes.state(), Wishes.wish());

        carryOut(Wishes.state(), Wishes.noProxies());

        assertThat(swarm.size()).isZero();
    }

    /// Acceptance scenario 43: control planes of other service clusters keep their own.
    @Test
    void proxiesOfOtherServiceClustersAreLeftAlone() throws InterruptedException {
        carryOut(Wishes.state(), Wishes.wish());
        ((ObjectNode) swarm.only().path("Labels")).put("io.sluice.proxies", "west");

        Round round = round(Wishes.state(), Wishes.noProxies(), Wishes.SELF);

        assertThat(round.plan().steps()).isEmpty();
    }

    /// While its service is updated, an old control plane has the old file: two would undo each other's work.
    @Test
    void aControlPlaneThatIsBeingReplacedWritesNothing() {
        assertThat(round(Wishes.state(), Wishes.wish(), Wishes.self(false))
                        .plan()
                        .steps())
                .isEmpty();
    }

    @Test
    void withoutATokenNothingIsMade() {
        ControlSelf self = new ControlSelf("c", "sluice:1", Set.of("n"), List.of(), true);

        Round round = round(Wishes.state(), Wishes.wish(), self);

        assertThat(round.plan().steps()).isEmpty();
        assertThat(round.errors()).extracting(ConfigError::code).containsExactly("no-token-secret");
    }

    @Test
    void networksWaitForTheUpdateUnderWay() throws InterruptedException {
        carryOut(Wishes.state("a"), Wishes.wish());
        swarm.rolling(true);

        Round patient = round(Wishes.state("a", "b"), Wishes.wish(), Wishes.SELF);
        Round impatient =
                Round.of(Wishes.state("a", "b"), Wishes.wish(), Wishes.LINK, swarm.observation(Wishes.SELF), false);
        Round other = round(Wishes.state("a", "b"), Wishes.wish(Wishes.deployment(3, false, true, 8080)), Wishes.SELF);

        assertThat(patient.plan().waiting()).isTrue();
        assertThat(patient.plan().steps()).isEmpty();
        assertThat(impatient.plan().steps()).hasSize(1);
        assertThat(other.plan().steps()).as("the file changed, too").hasSize(1);
    }

    @Test
    void aChangeSaysWhatDiffersAndNoValue() throws InterruptedException {
        carryOut(Wishes.state(), Wishes.wish());
        swarm.drift("/Mode/Replicated/Replicas", 7);

        assertThat(round(Wishes.state("a"), Wishes.wish(), Wishes.SELF).plan().steps())
                .extracting(ProxyPlan.Step::what)
                .containsExactly("update service sluice-proxy: replicas, networks");
    }

    /// Any wish after any other, with drift between: one round, and there is nothing more to do.
    @Test
    void aPlanCarriedOutLeavesNothingToDo() throws InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int turn = 0; turn < 300; turn++) {
            ProxyWish wish = random.nextInt(8) == 0 ? Wishes.noProxies() : randomWish(random);
            SwarmState state = randomState(random);
            if (swarm.size() > 0 && random.nextBoolean()) {
                swarm.drift("/TaskTemplate/ContainerSpec/StopGracePeriod", random.nextInt(1000));
            }

            carryOut(state, wish);

            assertThat(round(state, wish, Wishes.SELF).plan().steps())
                    .as("seed " + seed + ", turn " + turn)
                    .isEmpty();
        }
    }

    private static ProxyWish randomWish(Random random) {
        return Wishes.wish(Wishes.deployment(
                random.nextInt(5), random.nextBoolean(), random.nextBoolean(), 8080 + random.nextInt(3)));
    }

    private static SwarmState randomState(Random random) {
        List<String> networks = new ArrayList<>(List.of("a", "b", "c", "d"));
        networks.removeIf(network -> random.nextBoolean());
        return Wishes.state(networks.toArray(String[]::new));
    }

    private Round round(SwarmState state, ProxyWish wish, ControlSelf self) {
        return Round.of(state, wish, Wishes.LINK, swarm.observation(self), true);
    }

    private void carryOut(SwarmState state, ProxyWish wish) throws InterruptedException {
        ProxyEngine door = swarm.door();
        for (ProxyPlan.Step step : round(state, wish, Wishes.SELF).plan().steps()) {
            EngineChange change = step.change();
            door.write(change);
        }
    }

    private List<String> networks() {
        List<String> ids = new ArrayList<>();
        swarm.only()
                .at("/TaskTemplate/Networks")
                .forEach(one -> ids.add(one.path("Target").asText()));
        return ids;
    }
}
