package io.sluice.controlplane.swarm;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.sluice.controlplane.docker.DockerException;
import io.sluice.controlplane.docker.EngineFixtures;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.Service.UpdateState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EngineReadersTest {
    private static final String FRONT = "ll3qotpc2zsu7spzntpajqnvl";
    private static final String BACK = "e362g7lrp2gv2irp0n0e25y1b";

    @Test
    void readsServiceInAnUpdate() {
        Service web = services("1.41").get("web");

        assertThat(web.id()).isEqualTo("q6ibf0pm7jllz0jl8nglh5ry5");
        assertThat(web.createdAt()).isEqualTo(Instant.parse("2026-11-22T17:20:40.253708144Z"));
        assertThat(web.labels())
                .isEqualTo(Map.of(
                        "com.docker.lb.hosts", new Label("app.local", ""), "com.docker.lb.port", new Label("80", "")));
        assertThat(web.endpointMode()).isEqualTo(EndpointMode.VIP);
        assertThat(web.networkIds()).containsExactly(BACK, FRONT);
        assertThat(web.ports()).containsExactly(new PublishedPort(80, 8088, PublishedPort.Mode.INGRESS));
        assertThat(web.updateState()).isEqualTo(UpdateState.RUNNING);
    }

    @Test
    void leavesTheIngressNetworkOut() {
        assertThat(services("1.41").get("web").virtualIps())
                .containsExactly(virtualIp(BACK, "10.0.2.2"), virtualIp(FRONT, "10.0.1.2"));
        assertThat(tasks("1.41").get("web.2").attachments())
                .containsExactly(attachment(BACK, "10.0.2.7"), attachment(FRONT, "10.0.1.11"));
    }

    @Test
    void readsServiceWithoutVirtualIp() {
        Service rr = services("1.41").get("rr");

        assertThat(rr.endpointMode()).isEqualTo(EndpointMode.DNSRR);
        assertThat(rr.virtualIps()).isEmpty();
        assertThat(rr.updateState()).isEqualTo(UpdateState.NONE);
    }

    @Test
    void readsTaskThatWaitsForTheOneBeforeIt() {
        Task waiting = tasks("1.41").get("web.1");

        assertThat(waiting.state()).isEqualTo(TaskState.READY);
        assertThat(waiting.desiredState()).isEqualTo(TaskState.READY);
        assertThat(waiting.isRoutable()).isFalse();
    }

    @Test
    void readsGlobalTaskWithItsHostPortOnce() {
        Task global = tasks("1.41").get("glob.jmgvwdyqp5jijere2sp2p2s8k");

        assertThat(global.slot()).isZero();
        assertThat(global.hostPorts()).containsExactly(new PublishedPort(80, 32768, PublishedPort.Mode.HOST));
        assertThat(global.isRoutable()).isTrue();
    }

    @Test
    void readsNewerEngines() {
        assertThat(services("1.45").get("web").virtualIps())
                .containsExactly(virtualIp("i6pdfvpjd17y6g3n3thm8q352", "10.0.1.2"));
        assertThat(tasks("1.45")).hasSize(2).allSatisfy((name, task) -> {
            assertThat(task.isRoutable()).isTrue();
            assertThat(task.attachments()).hasSize(1);
            assertThat(task.hostPorts()).hasSize(1);
        });
        assertThat(EngineFixtures.list("1.45/nodes.json", NodeReader::read)).hasSize(1);
    }

    @Test
    void readsNodesAndNetworks() {
        List<Node> nodes = EngineFixtures.list("1.41/nodes.json", NodeReader::read);
        List<Network> networks = EngineFixtures.list("1.41/networks.json", NetworkReader::read);

        assertThat(nodes).extracting(Node::hostName).containsExactly("node2", "node1");
        assertThat(nodes).extracting(node -> node.address().orElseThrow()).contains(InetAddress.ofLiteral("10.77.0.1"));
        assertThat(networks).contains(new Network(FRONT, "front", false, ""));
        assertThat(networks).filteredOn(Network::ingress).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5, '', 10.0.0.5",
        "0.0.0.0, 10.0.0.6:2377, 10.0.0.6",
        "127.0.0.1, 10.0.0.6:2377, 10.0.0.6",
        "'', [fd00::6]:2377, fd00::6",
        "0.0.0.0, '', ",
        "0.0.0.0, 127.0.0.1:2377, "
    })
    void takesTheUsableAddressOfANode(String status, String manager, String expected) {
        var node = NodeReader.read(EngineFixtures.object(
                "{\"ID\":\"n\",\"Status\":{\"State\":\"down\",\"Addr\":\"%s\"},\"ManagerStatus\":{\"Addr\":\"%s\"}}"
                        .formatted(status, manager)));

        assertThat(node.address().map(InetAddress::getHostAddress))
                .isEqualTo(java.util.Optional.ofNullable(expected)
                        .map(text -> InetAddress.ofLiteral(text).getHostAddress()));
        assertThat(node.ready()).isFalse();
    }

    @Test
    void findsNetworksByNameAndInTheOldPlace() {
        var reader = ServiceReader.of(
                List.of(new Network("id1", "front", false, ""), new Network("in", "ingress", true, "")));

        Service service = reader.read(EngineFixtures.object("""
                {"ID":"s","CreatedAt":"2026-01-01T00:00:00Z","Spec":{"Name":"web",
                 "TaskTemplate":{"Networks":[{"Target":"front"},{"Target":"ingress"}]},
                 "Networks":[{"Target":"id1"},{"Target":"elsewhere"}]}}"""));

        assertThat(service.networkIds()).containsExactly("id1", "elsewhere");
    }

    @Test
    void readsOnlyTcpPorts() {
        Service service = ServiceReader.of(List.of()).read(EngineFixtures.object("""
                        {"ID":"s","CreatedAt":"2026-01-01T00:00:00Z","Spec":{"Name":"dns"},"Endpoint":{"Ports":[
                         {"Protocol":"udp","TargetPort":53,"PublishedPort":53},
                         {"TargetPort":53,"PublishedPort":5353,"PublishMode":"host"}]}}"""));

        assertThat(service.ports()).containsExactly(new PublishedPort(53, 5353, PublishedPort.Mode.HOST));
    }

    @ParameterizedTest
    @CsvSource({
        "updating, RUNNING", "rollback_started, RUNNING", "paused, PAUSED", "rollback_paused, PAUSED",
        "completed, COMPLETED", "rollback_completed, COMPLETED", "'', NONE", "invented, NONE"
    })
    void reducesUpdateStates(String text, UpdateState expected) {
        Service service = ServiceReader.of(List.of())
                .read(EngineFixtures.object(
                        "{\"ID\":\"s\",\"CreatedAt\":\"2026-01-01T00:00:00Z\",\"Spec\":{\"Name\":\"web\"},\"UpdateStatus\":{\"State\":\"%s\"}}"
                                .formatted(text)));

        assertThat(service.updateState()).isEqualTo(expected);
    }

    @Test
    void taskOfAnUnknownStateGetsNoRequests() {
        Task task = TaskReader.of(List.of()).read(EngineFixtures.object(task("levitating", "[\"10.0.0.1/24\"]")));

        assertThat(task.state()).isEqualTo(TaskState.ORPHANED);
        assertThat(task.isRoutable()).isFalse();
    }

    @Test
    void takesTheFirstAddressAndNoneBeforeAllocation() {
        TaskReader reader = TaskReader.of(List.of());

        assertThat(reader.read(EngineFixtures.object(task("new", "null"))).attachments())
                .isEmpty();
        assertThat(reader.read(EngineFixtures.object(task("running", "[\"10.0.0.1/24\",\"fd00::1/64\"]")))
                        .attachments())
                .containsExactly(attachment("n1", "10.0.0.1"));
    }

    @Test
    void refusesAddressesThatAreNone() {
        TaskReader reader = TaskReader.of(List.of());

        assertThatThrownBy(() -> reader.read(EngineFixtures.object(task("running", "[\"example.org\"]"))))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("Addresses is not an address: 'example.org'");
    }

    private static String task(String state, String addresses) {
        return """
               {"ID":"t","ServiceID":"s","Slot":1,"DesiredState":"running",
                "Status":{"State":"%s","Timestamp":"2026-01-01T00:00:00Z"},
                "NetworksAttachments":[{"Network":{"ID":"n1"},"Addresses":%s}]}""".formatted(state, addresses);
    }

    private static Map<String, Service> services(String version) {
        var networks = EngineFixtures.list(version + "/networks.json", NetworkReader::read);
        return EngineFixtures.list(version + "/services.json", ServiceReader.of(networks)::read).stream()
                .collect(Collectors.toMap(Service::name, Function.identity()));
    }

    private static Map<String, Task> tasks(String version) {
        var reader = TaskReader.of(List.copyOf(services(version).values()));
        return EngineFixtures.list(version + "/tasks.json", reader::read).stream()
                .collect(Collectors.toMap(Task::name, Function.identity()));
    }

    private static VirtualIp virtualIp(String networkId, String address) {
        return new VirtualIp(networkId, InetAddress.ofLiteral(address), OptionalInt.empty());
    }

    private static Task.Attachment attachment(String networkId, String address) {
        return new Task.Attachment(networkId, InetAddress.ofLiteral(address), OptionalInt.empty());
    }
}
