package io.sluice.tuning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sluice.tuning.HostFacts.Rights;

import static io.sluice.tuning.Finding.Severity.NOTE;
import static io.sluice.tuning.Finding.Severity.WARNING;

/// Judges a host by what Sluice wants from it. What is unknown is not judged.
public final class Advice {
    /// Heap and direct memory leave the rest to code, stacks and the kernel's socket buffers.
    private static final double MEMORY_SHARE = 0.8;
    /// Below it one endpoint on one address can run out of local ports, closed connections waiting in TIME_WAIT.
    private static final int LOCAL_PORTS = 20_000;

    private final HostFacts facts;
    private final Demand demand;
    private final List<Finding> findings = new ArrayList<>();

    private Advice(HostFacts facts, Demand demand) {
        this.facts = facts;
        this.demand = demand;
    }

    /// Reads the host under `root`, which is `/` but in tests, and judges it.
    public static List<Finding> at(Path root, Demand demand) {
        return of(HostFacts.at(root), demand);
    }

    /// Warnings before notes; within them, by name in the order of the checks.
    public static List<Finding> of(HostFacts facts, Demand demand) {
        var advice = new Advice(facts, demand);
        advice.judge();
        return advice.findings.stream()
                .sorted((a, b) -> a.severity().compareTo(b.severity()))
                .toList();
    }

    private void judge() {
        judgeOpenFiles();
        judgeMemory();
        judgeLowPorts();
        judgeIoUring();
        judgeKernel();
        judgeSeccomp();
        judgeBacklog();
        judgeLocalPorts();
        judgeConntrack();
        judgeQuota();
        judgeSwap();
        judgeProblems();
    }

    private void judgeOpenFiles() {
        var limit = facts.connectionLimit();
        if (limit < demand.connections()) {
            warn(
                    "open-files",
                    "the descriptor limit " + facts.rights().openFiles() + " allows " + limit + " connections, "
                            + demand.connections() + " are configured",
                    "set it to " + (demand.connections() * 2 + HostFacts.RESERVED_DESCRIPTORS)
                            + " or more (ulimit -n; docker service create --ulimit nofile=…)");
        }
    }

    private void judgeMemory() {
        var ceiling = facts.memory().ceilingBytes();
        if (ceiling != Long.MAX_VALUE && demand.memoryBytes() > ceiling * MEMORY_SHARE) {
            warn(
                    "memory",
                    "heap and direct memory may grow to " + mebibytes(demand.memoryBytes()) + " of "
                            + mebibytes(ceiling) + " available, and the kernel kills what exceeds it",
                    "keep -Xmx and -XX:MaxDirectMemorySize together under "
                            + mebibytes((long) (ceiling * MEMORY_SHARE)));
        }
    }

    private void judgeLowPorts() {
        var start = facts.network().unprivilegedPortStart();
        if (start != null
                && demand.lowestPort() > 0
                && demand.lowestPort() < start
                && facts.rights().capabilities() != null
                && !facts.rights().has(Rights.NET_BIND_SERVICE)) {
            warn(
                    "low-ports",
                    "port " + demand.lowestPort() + " is below " + start + " and this process has no right to it",
                    "add the capability NET_BIND_SERVICE, or set net.ipv4.ip_unprivileged_port_start");
        }
    }

    private void judgeIoUring() {
        var disabled = facts.kernel().ioUringDisabled();
        if (disabled == null
                || disabled == 0
                || (disabled == 1 && facts.rights().has(Rights.SYS_ADMIN))) {
            return;
        }
        note(
                "io-uring",
                "kernel.io_uring_disabled is " + disabled + ", so the transport is epoll",
                "sysctl kernel.io_uring_disabled=0 where its lower cost per request is wanted");
    }

    private void judgeKernel() {
        if (facts.kernel().release() != null && !facts.kernel().isAtLeast(6, 1)) {
            note(
                    "kernel",
                    "Linux " + facts.kernel().release() + " has no deferred task running for io_uring (6.1), without"
                            + " which it costs more than epoll",
                    "run a newer kernel, or --transport epoll");
        }
    }

    private void judgeSeccomp() {
        var mode = facts.rights().seccompMode();
        if (mode != null && mode == 2) {
            note(
                    "seccomp",
                    "a seccomp filter is on; the default one of Docker 25 and later refuses io_uring",
                    "where io_uring is wanted, give the service a profile that allows its three system calls");
        }
    }

    private void judgeBacklog() {
        var limit = facts.network().acceptBacklog();
        if (limit != null && limit < demand.backlog()) {
            note(
                    "backlog",
                    "net.core.somaxconn cuts the listeners' backlog of " + demand.backlog() + " to " + limit
                            + ", and a burst of new connections beyond it waits a second or more to be sent again",
                    "sysctl net.core.somaxconn=" + demand.backlog()
                            + " (docker service create --sysctl net.core.somaxconn=" + demand.backlog() + ")");
        }
    }

    private void judgeLocalPorts() {
        var ports = facts.network().localPorts();
        if (ports != null && ports < LOCAL_PORTS) {
            note(
                    "local-ports",
                    "only " + ports + " local ports for connections to one endpoint",
                    "widen net.ipv4.ip_local_port_range, for example to \"10000 65535\"");
        }
    }

    private void judgeConntrack() {
        var limit = facts.network().conntrackLimit();
        if (limit != null && limit < demand.connections() * 2) {
            note(
                    "conntrack",
                    "the firewall tracks " + limit + " connections and drops new ones beyond; " + demand.connections()
                            + " are configured, each with one upstream",
                    "sysctl net.netfilter.nf_conntrack_max=" + demand.connections() * 2 + " or more, on the host");
        }
    }

    private void judgeQuota() {
        var quota = facts.cpus().quota();
        var allowed = facts.cpus().allowedCount();
        if (quota != null && allowed != null && quota < allowed) {
            note(
                    "cpu-quota",
                    "the cgroup grants " + quota + " processors of " + allowed
                            + "; when they are used up, every loop stands still until the next period",
                    "raise the limit, or give as many --loops as whole processors are granted");
        }
    }

    private void judgeSwap() {
        var swap = facts.memory().swapBytes();
        if (swap != null && swap > 0) {
            note(
                    "swap",
                    "the host has " + mebibytes(swap) + " of swap; one page of the heap fetched from it stops a loop",
                    "swapoff -a, or a container limit with --memory-swap equal to --memory");
        }
    }

    private void judgeProblems() {
        for (var problem : facts.problems()) {
            note("unreadable", problem, "what it says was not judged");
        }
    }

    private void warn(String name, String reason, String remedy) {
        findings.add(new Finding(WARNING, name, reason, remedy));
    }

    private void note(String name, String reason, String remedy) {
        findings.add(new Finding(NOTE, name, reason, remedy));
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
