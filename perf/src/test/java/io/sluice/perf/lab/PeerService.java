package io.sluice.perf.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.awaitility.Awaitility.await;

/// nginx or HAProxy as a service on a worker, which finds the tasks of one application by the swarm's DNS, asked each
/// second: what a swarm without a proxy that knows it would run. Its configuration is `perf/lab/peers/NAME.conf`.
final class PeerService implements Edge {
    private static final int NODE = 2;
    private static final int PORT = 8080;

    private final Lab lab;
    private final String name;

    private PeerService(Lab lab, String name) {
        this.lab = lab;
        this.name = name;
    }

    /// @param name `nginx` or `haproxy`, which must be installed on this machine
    /// @param host a request for which shows that it is ready
    static PeerService deploy(Lab lab, String name, String network, String host) {
        lab.lab("peer", name);
        var peer = new PeerService(lab, name);
        var command = new ArrayList<>(List.of("service", "create", "--detach", "--quiet", "--no-resolve-image"));
        command.addAll(List.of("--name", name, "--constraint", "node.hostname==node" + NODE, "--network", network));
        command.addAll(List.of("--publish", "mode=host,target=8080,published=" + PORT));
        command.add("127.0.0.1:1/" + name + ":dev");
        lab.docker(1, command);
        try {
            await("readiness of " + name)
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsMatching(e -> e instanceof IOException)
                    .until(() ->
                            HttpConnection.once(peer.address(), PORT, host, "/").status() == 200);
            return peer;
        } catch (RuntimeException e) {
            var logs = peer.logs();
            peer.close();
            throw new IllegalStateException(name + " did not become ready; its log: " + logs, e);
        }
    }

    @Override
    public String address() {
        return lab.address(NODE);
    }

    @Override
    public int port() {
        return PORT;
    }

    @Override
    public String logs() {
        return lab.docker(1, List.of("service", "ps", "--no-trunc", name)) + "\n"
                + lab.docker(1, List.of("service", "logs", "--raw", "--tail", "40", name));
    }

    @Override
    public void close() {
        lab.docker(1, List.of("service", "rm", name));
        await("end of " + name)
                .atMost(Duration.ofSeconds(30))
                .until(() -> lab.docker(
                                NODE, List.of("ps", "-q", "--filter", "label=com.docker.swarm.service.name=" + name))
                        .isEmpty());
    }
}
