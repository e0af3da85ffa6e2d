package io.sluice.controlplane.assemble;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.mode.ModeDecision;
import io.sluice.controlplane.mode.ModeView;
import io.sluice.controlplane.swarm.PublishedPort;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.TaskState;
import io.sluice.dataplane.model.ProxyConfig;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.AssemblyText.clusters;
import static io.sluice.controlplane.assemble.AssemblyText.codes;
import static io.sluice.controlplane.assemble.AssemblyText.routes;
import static io.sluice.controlplane.assemble.AssemblyText.services;
import static io.sluice.controlplane.assemble.Swarms.named;
import static org.assertj.core.api.Assertions.assertThat;

class ConfigAssemblerTest {

    @Test
    void emptySwarmRoutesNothing() {
        Assembly assembly = assemble(SwarmState.EMPTY);

        assertThat(assembly).isEqualTo(new Assembly(ProxyConfig.EMPTY, List.of(), List.of()));
    }

    @Test
    void servicesWithoutOurLabelsDoNotAppear() {
        Assembly assembly = assemble(new Swarms()
                .network("f", "front")
                .service(named("db").on("f").label("com.docker.stack.namespace", "st"))
                .task("db", 1, "f", "10.0.0.1")
                .state());

        assertThat(assembly).isEqualTo(new Assembly(ProxyConfig.EMPTY, List.of(), List.of()));
    }

    @Test
    void taskModeRoutesEachHostToTheTasks() {
        Assembly assembly = assemble(front(named("web").hosts("b.local,a.local").on("f"))
                .task("web", 2, "f", "10.0.0.2")
                .task("web", 10, "f", "10.0.0.10")
                .task("web", 1, "f", "10.0.0.1")
                .state());

        assertThat(routes(assembly)).containsExactly("a.local: web@a.local/ -> web", "b.local: web@b.local/ -> web");
        assertThat(clusters(assembly))
                .containsExactly("web: web.1=10.0.0.1:8080 web.2=10.0.0.2:8080 web.10=10.0.0.10:8080");
        assertThat(services(assembly)).containsExactly("web: task 'front' 3 routed");
        assertThat(assembly.errors()).isEmpty();
    }

    @Test
    void onlyTasksThatRunAndAreMeantToAreEndpoints() {
        Assembly assembly = assemble(front(named("web").hosts("a.local").on("f"))
                .task("web", 1, "f", "10.0.0.1")
                .task("web", 2, TaskState.STARTING, TaskState.RUNNING, "f", "10.0.0.2")
                .task("web", 3, TaskState.RUNNING, TaskState.SHUTDOWN, "f", "10.0.0.3")
                .task("web", 4, TaskState.FAILED, TaskState.SHUTDOWN, "f", "10.0.0.4")
                .state());

        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:8080");
    }

    /// Start-first updates run two tasks of one slot for a while.
    @Test
    void twoTasksOfOneSlotAreBothEndpoints() {
        Assembly assembly = assemble(front(named("web").hosts("a.local").on("f"))
                .task("web", 1, "f", "10.0.0.1")
                .task("web", 1, "f", "10.0.0.2")
                .state());

        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:8080 web.1=10.0.0.2:8080");
    }

    @Test
    void hostWithoutRunningTasksStaysRouted() {
        Assembly assembly =
                assemble(front(named("web").hosts("a.local").on("f")).state());

        assertThat(routes(assembly)).containsExactly("a.local: web@a.local/ -> web");
        assertThat(clusters(assembly)).containsExactly("web: ");
        assertThat(services(assembly)).containsExactly("web: task 'front' 0 no endpoints");
    }

    @Test
    void aPortFixedBySourceWinsOverTheLabel() {
        Task task = new Task(
                "t",
                "web",
                "web.1",
                1,
                "",
                TaskState.RUNNING,
                TaskState.RUNNING,
                Instant.EPOCH,
                List.of(new Task.Attachment("f", InetAddress.ofLiteral("10.0.0.1"), OptionalInt.of(9001))),
                List.of());

        Assembly assembly =
                assemble(front(named("web").hosts("a.local").on("f")).task(task).state());

        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:9001");
    }

    @Test
    void aTaskWithTwoAddressesIsOneEndpointByIpv4() {
        Assembly assembly = assemble(front(named("web").hosts("a.local").on("f"))
                .task("web", 1, "f", "fd00::1", "10.0.0.1")
                .task("web", 2, "f", "fd00::2")
                .state());

        assertThat(assembly.config().clusters().getFirst().endpoints())
                .extracting(endpoint -> endpoint.address().getAddress())
                .containsExactly(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("fd00::2"));
    }

    @Test
    void aTaskWithoutAddressOnTheNetworkIsLeftOut() {
        Assembly assembly = assemble(front(named("web").hosts("a.local").on("f"))
                .task("web", 1, "f", "10.0.0.1")
                .task("web", 2, "other", "10.9.0.2")
                .task("web", 3, "other", "10.9.0.3")
                .state());

        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:8080");
        assertThat(assembly.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("no-address");
            assertThat(error.severity()).isEqualTo(Severity.WARNING);
            assertThat(error.message()).contains("web.2 and 1 more", "'front'");
        });
    }

    /// R-LBL-5.
    @Test
    void swarmStatesNeverLeadToLoopback() {
        SwarmState state = front(named("web").hosts("a.local").on("f"))
                .task("web", 1, "f", "127.0.0.1")
                .task("web", 2, "f", "10.0.0.2")
                .state();

        Assembly swarm = new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside()).assemble(state);
        Assembly compose = new ConfigAssembler(AddressPolicy.COMPOSE, ProxyLocation.outside()).assemble(state);

        assertThat(clusters(swarm)).containsExactly("web: web.2=10.0.0.2:8080");
        assertThat(codes(swarm)).containsExactly("web: refused-address");
        assertThat(swarm.errors().getFirst().message()).contains("web.1", "127.0.0.1", "loopback");
        assertThat(clusters(compose)).containsExactly("web: web.1=127.0.0.1:8080 web.2=10.0.0.2:8080");
        assertThat(compose.errors()).isEmpty();
    }

    @Test
    void anAddressGivenTwiceIsUsedOnce() {
        Assembly assembly = assemble(front(named("web").hosts("a.local").on("f"))
                .task("web", 1, "f", "10.0.0.1")
                .task("web", 2, "f", "10.0.0.1")
                .state());

        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:8080");
        assertThat(codes(assembly)).containsExactly("web: duplicate-address");
    }

    @Test
    void vipModeRoutesToTheVipHoweverManyTasksRun() {
        Swarms swarm = front(named("web")
                .hosts("a.local")
                .lb("backend_mode", "vip")
                .on("f")
                .vip("ingress", "10.255.0.9")
                .vip("f", "10.0.0.100"));
        Assembly none = assemble(swarm.state());

        Assembly three = assemble(swarm.task("web", 1, "f", "10.0.0.1")
                .task("web", 2, "f", "10.0.0.2")
                .task("web", 3, "f", "10.0.0.3")
                .state());

        assertThat(clusters(three)).containsExactly("web: vip=10.0.0.100:8080");
        assertThat(three).as("scaling changes nothing").isEqualTo(none);
        assertThat(services(three)).containsExactly("web: vip 'front' 1 routed");
    }

    @Test
    void autoModeIsWhatWasChosenAndSaysWhy() {
        Swarms swarm = front(named("web")
                        .hosts("a.local")
                        .lb("backend_mode", "auto")
                        .on("f")
                        .vip("f", "10.0.0.100"))
                .task("web", 1, "f", "10.0.0.5");
        ModeView vip = new ModeView(Map.of("web", new ModeDecision(BackendMode.VIP, "501 tasks", 0, true)));

        Assembly byTask = assemble(swarm, ModeView.NONE);
        Assembly byVip = assemble(swarm, vip);

        assertThat(services(byTask)).containsExactly("web: task 'front' 1 routed");
        assertThat(clusters(byVip)).containsExactly("web: vip=10.0.0.100:8080");
        assertThat(byVip.services()).singleElement().satisfies(service -> {
            assertThat(service.mode()).isEqualTo("vip");
            assertThat(service.modeReason()).isEqualTo("501 tasks");
        });
        assertThat(byVip.errors()).isEmpty();
    }

    private static Assembly assemble(Swarms swarm, ModeView modes) {
        return new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside())
                .assemble(new AssemblyInput(
                        swarm.state(), HealthView.ALL_HEALTHY, CertificateView.NONE, Ownership.NONE, modes, 0));
    }

    /// The kernel's load balancer forgets a connection after 900 s without a packet.
    @Test
    void poolsToVipsLetConnectionsGoLongBeforeTheKernelForgetsThem() {
        Assembly assembly = assemble(front(named("web")
                        .hosts("a.local")
                        .lb("backend_mode", "vip")
                        .on("f")
                        .vip("f", "10.0.0.100"))
                .state());

        assertThat(assembly.config().clusters().getFirst().timeouts().pooledIdle())
                .isLessThan(Duration.ofSeconds(900));
    }

    @Test
    void vipModeWaitsForTheAllocator() {
        Assembly assembly = assemble(
                front(named("web").hosts("a.local").lb("backend_mode", "vip").on("f"))
                        .task("web", 1, "f", "10.0.0.1")
                        .state());

        assertThat(clusters(assembly)).containsExactly("web: ");
        assertThat(codes(assembly)).containsExactly("web: vip-pending");
        assertThat(services(assembly)).containsExactly("web: vip 'front' 0 no endpoints");
    }

    @Test
    void vipModeWithDnsrrUsesTheTasks() {
        Assembly assembly = assemble(front(named("web")
                        .hosts("a.local")
                        .lb("backend_mode", "vip")
                        .dnsrr()
                        .on("f"))
                .task("web", 1, "f", "10.0.0.1")
                .state());

        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:8080");
        assertThat(codes(assembly)).containsExactly("web: vip-with-dnsrr");
        assertThat(services(assembly)).containsExactly("web: task 'front' 1 routed");
    }

    @Test
    void aServiceOnNoOverlayIsReachedOnItsNodes() {
        Assembly assembly = assemble(new Swarms()
                .node("n1", "192.168.0.1")
                .node("n2", "192.168.0.2")
                .service(named("web").hosts("a.local").publishes(8080, 0, PublishedPort.Mode.HOST))
                .hostTask("web", 1, "n1", host(9090, 40_000), host(8080, 32_768))
                .hostTask("web", 2, "n2", host(8080, 32_770))
                .state());

        assertThat(clusters(assembly)).containsExactly("web: web.1=192.168.0.1:32768 web.2=192.168.0.2:32770");
        assertThat(services(assembly)).containsExactly("web: task '' 2 routed");
        assertThat(assembly.errors()).isEmpty();
    }

    @Test
    void hostModeLeavesOutTasksWhoseNodeOrPortIsUnknown() {
        Assembly assembly = assemble(new Swarms()
                .node("n1", "192.168.0.1")
                .nodeWithoutAddress("n2")
                .node("n4", "127.0.0.1")
                .service(named("web").hosts("a.local").publishes(8080, 0, PublishedPort.Mode.HOST))
                .hostTask("web", 1, "n1", host(8080, 0))
                .hostTask("web", 2, "n2", host(8080, 32_770))
                .hostTask("web", 3, "gone", host(8080, 32_771))
                .hostTask("web", 4, "n4", host(8080, 32_772))
                .hostTask("web", 5, "n1", host(8080, 32_773))
                .state());

        assertThat(clusters(assembly)).containsExactly("web: web.5=192.168.0.1:32773");
        assertThat(codes(assembly)).containsExactly("web: refused-address", "web: no-address");
    }

    @Test
    void hostModeHasNoVip() {
        Assembly assembly = assemble(new Swarms()
                .node("n1", "192.168.0.1")
                .service(named("web")
                        .hosts("a.local")
                        .lb("backend_mode", "vip")
                        .publishes(8080, 0, PublishedPort.Mode.HOST))
                .hostTask("web", 1, "n1", host(8080, 32_768))
                .state());

        assertThat(clusters(assembly)).containsExactly("web: web.1=192.168.0.1:32768");
        assertThat(codes(assembly)).containsExactly("web: vip-without-network");
    }

    @Test
    void aServiceThatCannotBeReachedIsRefused() {
        Assembly assembly = assemble(new Swarms()
                .service(named("a").hosts("a.local"))
                .service(named("b").hosts("b.local").publishes(8080, 8080, PublishedPort.Mode.INGRESS))
                .service(named("c").hosts("c.local").publishes(9999, 9999, PublishedPort.Mode.HOST))
                .state());

        assertThat(routes(assembly)).isEmpty();
        assertThat(codes(assembly)).containsExactly("a: no-network", "b: no-network", "c: no-network");
        assertThat(assembly.services()).allMatch(service -> service.state().equals("refused"));
    }

    /// Acceptance scenario 66: one service with absurd labels, all others routed.
    @Test
    void aBadServiceHarmsNoOther() {
        Assembly assembly = assemble(front(named("good").hosts("good.local").on("f"))
                .service(named("bad")
                        .lb("hosts", "")
                        .lb("port", "abc")
                        .lb("context_root", "app")
                        .on("f"))
                .service(named("portless").lb("hosts", "p.local").on("f"))
                .task("good", 1, "f", "10.0.0.1")
                .state());

        assertThat(routes(assembly)).containsExactly("good.local: good@good.local/ -> good");
        assertThat(services(assembly))
                .containsExactly(
                        "bad: task '' 0 refused", "good: task 'front' 1 routed", "portless: task '' 0 refused");
        assertThat(codes(assembly))
                .containsExactly(
                        "bad: invalid-path", "bad: invalid-host", "bad: invalid-port", "portless: missing-port");
        assertThat(assembly.services().getLast().hosts()).containsExactly("p.local");
    }

    @Test
    void theOlderOfTwoServicesWithOneNameIsRouted() {
        Assembly assembly = assemble(front(
                        named("web").id("new").createdAt(2).hosts("new.local").on("f"))
                .service(named("web").id("old").createdAt(1).hosts("old.local").on("f"))
                .state());

        assertThat(routes(assembly)).containsExactly("old.local: web@old.local/ -> web");
        assertThat(codes(assembly)).containsExactly("web: duplicate-service");
    }

    private static Assembly assemble(SwarmState state) {
        return new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside()).assemble(state);
    }

    private static Swarms front(Swarms.ServiceSketch service) {
        return new Swarms().network("f", "front").service(service);
    }

    private static PublishedPort host(int target, int published) {
        return new PublishedPort(target, published, PublishedPort.Mode.HOST);
    }
}
