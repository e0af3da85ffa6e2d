package io.sluice.perf.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// `backend_mode=vip`: Sluice knows one address, the swarm spreads what goes there.
///
/// Where the kernel has IPVS the address works as it is; elsewhere the lab puts rules with the same effect into
/// Sluice's
/// own network namespace.
@LabTest
class VipLabIT {
    private static final int CONNECTIONS = 12;

    private Lab lab;
    private ProxyService proxy;

    @BeforeAll
    void deployProxy(Lab running) {
        lab = running;
        lab.docker(1, List.of("network", "create", "--driver", "overlay", "vips"));
        proxy = ProxyService.deploy(lab, "sluice-vip", 1, 1, List.of("vips"));
    }

    @AfterAll
    void removeProxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void sendsEverythingToTheVirtualAddress() throws Exception {
        var labels = Map.of("hosts", "vip.test", "port", "8080", "backend_mode", "vip");
        try (var app = Application.create(lab, "virtual", 3, "vips", labels)) {
            awaitTasks(app, 3);
            lab.lab("vip", proxy.name(), app.name());
            new Followed(proxy, "vip.test").whenStatusIs(200);

            var answers = together("vip.test", "/?delay=200");

            assertThat(answers).allMatch(answer -> answer.status() == 200);
            assertThat(answers.stream()
                            .map(answer -> answer.fields().get("x-upstream-addr"))
                            .distinct())
                    .containsExactly(virtualAddress(app) + ":8080");
            assertThat(instances(answers)).as("tasks behind the address").hasSize(3);
        }
    }

    private static void awaitTasks(Application app, int count) {
        await("running tasks").until(() -> app.runningSince().size() == count);
    }

    /// At the same time, so that each request needs an upstream connection of its own.
    private List<HttpConnection.Answer> together(String host, String path) throws Exception {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var requests = new ArrayList<Future<HttpConnection.Answer>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                requests.add(clients.submit(() -> proxy.get(host, path)));
            }
            var answers = new ArrayList<HttpConnection.Answer>();
            for (var request : requests) {
                answers.add(request.get());
            }
            return answers;
        }
    }

    private static HashSet<String> instances(List<HttpConnection.Answer> answers) {
        var instances = new HashSet<String>();
        answers.forEach(answer -> instances.add(answer.fields().get("x-instance")));
        return instances;
    }

    private String virtualAddress(Application app) throws IOException {
        var address = lab.docker(
                1, List.of("service", "inspect", "--format", "{{(index .Endpoint.VirtualIPs 0).Addr}}", app.name()));
        return address.substring(0, address.indexOf('/'));
    }
}
