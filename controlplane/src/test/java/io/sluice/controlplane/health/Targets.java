package io.sluice.controlplane.health;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.labels.HealthCheck;

/// What is checked in tests.
final class Targets {

    static final HealthCheck CHECK = new HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2), 200, 399);

    private Targets() {}

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /// One task, told apart by its port.
    static CheckTarget target(String service, int port) {
        return target(service, port, CHECK);
    }

    static CheckTarget target(String service, int port, HealthCheck check) {
        return new CheckTarget(service, service + "." + port, address(port), check, false);
    }

    static HealthCheck every(Duration interval) {
        return new HealthCheck("/health", interval, interval, 200, 399);
    }

    /// `count` tasks of one service, on ports from 1 on.
    static List<CheckTarget> many(String service, int count) {
        List<CheckTarget> targets = new ArrayList<>();
        for (int port = 1; port <= count; port++) {
            targets.add(target(service, port));
        }
        return targets;
    }

    static CheckResult passed() {
        return CheckResult.passed(Duration.ofMillis(3));
    }

    static CheckResult failed() {
        return new CheckResult(Outcome.STATUS, "status 500, not 200-399", Duration.ofMillis(4));
    }
}
