package io.sluice.tuning;

import java.util.Optional;

import io.sluice.tuning.HostFacts.Cpus;
import io.sluice.tuning.HostFacts.Kernel;
import io.sluice.tuning.HostFacts.Memory;
import io.sluice.tuning.HostFacts.Network;
import io.sluice.tuning.HostFacts.Rights;

/// Finds each fact in the file that holds it.
final class HostReader {
    private static final String STATUS = "proc/self/status";
    private static final String LIMITS = "proc/self/limits";
    private static final String MEMINFO = "proc/meminfo";
    private static final String PORT_RANGE = "proc/sys/net/ipv4/ip_local_port_range";

    private final HostFiles files;
    private final Cgroups cgroups;

    HostReader(HostFiles files) {
        this.files = files;
        this.cgroups = new Cgroups(files);
    }

    HostFacts read() {
        return new HostFacts(kernel(), cpus(), memory(), rights(), network(), files.problems());
    }

    private Kernel kernel() {
        return new Kernel(
                files.text("proc/sys/kernel/osrelease").orElse(null),
                sysctl("kernel/io_uring_disabled").orElse(null));
    }

    private Cpus cpus() {
        var allowed = field(STATUS, "Cpus_allowed_list").flatMap(this::listSize);
        return new Cpus(allowed.orElse(null), cgroups.cpuQuota().orElse(null));
    }

    private Memory memory() {
        return new Memory(
                kibibytes("MemTotal").orElse(null),
                cgroups.memoryLimitBytes().orElse(null),
                kibibytes("SwapTotal").orElse(null));
    }

    private Rights rights() {
        return new Rights(
                openFiles(1).orElse(null),
                openFiles(2).orElse(null),
                field(STATUS, "CapEff")
                        .flatMap(text -> files.number(STATUS, text, 16))
                        .orElse(null),
                field(STATUS, "Seccomp")
                        .flatMap(text -> files.number(STATUS, text))
                        .orElse(null));
    }

    private Network network() {
        return new Network(
                sysctl("net/core/somaxconn").orElse(null),
                sysctl("net/ipv4/tcp_max_syn_backlog").orElse(null),
                localPorts().orElse(null),
                sysctl("net/ipv4/ip_unprivileged_port_start").orElse(null),
                sysctl("net/ipv4/tcp_migrate_req").orElse(null),
                sysctl("net/netfilter/nf_conntrack_max").orElse(null));
    }

    private Optional<Long> sysctl(String name) {
        return files.number("proc/sys/" + name);
    }

    private Optional<Long> localPorts() {
        return files.text(PORT_RANGE).flatMap(text -> {
            var ends = text.split("\\s+");
            if (ends.length != 2) {
                files.problem(PORT_RANGE, "expected two ports, found '" + text + "'");
                return Optional.empty();
            }
            var last = files.number(PORT_RANGE, ends[1]);
            return files.number(PORT_RANGE, ends[0]).flatMap(first -> last.map(port -> port - first + 1));
        });
    }

    /// Of `Max open files            20000                20000                files`, a column: 1 soft, 2 hard.
    private Optional<Long> openFiles(int column) {
        return files.lines(LIMITS).stream()
                .filter(line -> line.startsWith("Max open files"))
                .findFirst()
                .flatMap(line -> {
                    var columns = line.substring("Max open files".length()).split("\\s+");
                    if (columns.length <= column) {
                        files.problem(LIMITS, "expected a soft and a hard limit, found '" + line + "'");
                        return Optional.empty();
                    }
                    return columns[column].equals("unlimited")
                            ? Optional.of(Long.MAX_VALUE)
                            : files.number(LIMITS, columns[column]);
                });
    }

    /// Of `MemTotal:       24693088 kB`, the bytes.
    private Optional<Long> kibibytes(String name) {
        return field(MEMINFO, name)
                .flatMap(text -> files.number(MEMINFO, text.replace("kB", "")))
                .map(kibibytes -> kibibytes * 1024);
    }

    private Optional<String> field(String path, String name) {
        return files.lines(path).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /// How many numbers a kernel list such as `0-3,8` names.
    private Optional<Long> listSize(String list) {
        var count = 0L;
        for (var part : list.split(",")) {
            var ends = part.split("-");
            var first = files.number(STATUS, ends[0]);
            var last = files.number(STATUS, ends[ends.length - 1]);
            if (first.isEmpty() || last.isEmpty()) {
                return Optional.empty();
            }
            count += last.get() - first.get() + 1;
        }
        return Optional.of(count);
    }
}
