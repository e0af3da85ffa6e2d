package io.sluice.tuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder that looks like the root of a Linux host, written file by file.
final class HostFixture {
    private final Path root;

    HostFixture(Path root) {
        this.root = root;
    }

    /// An ordinary, generous machine: nothing to complain of.
    static HostFixture healthy(Path root) {
        return new HostFixture(root)
                .with("proc/sys/kernel/osrelease", "6.12.9-amd64\n")
                .with("proc/sys/kernel/io_uring_disabled", "0\n")
                .with("proc/sys/net/core/somaxconn", "4096\n")
                .with("proc/sys/net/ipv4/tcp_max_syn_backlog", "4096\n")
                .with("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n")
                .with("proc/sys/net/ipv4/ip_unprivileged_port_start", "0\n")
                .with("proc/sys/net/ipv4/tcp_migrate_req", "1\n")
                .with("proc/meminfo", "MemTotal:       24693088 kB\nMemFree: 1 kB\nSwapTotal:             0 kB\n")
                .with("proc/self/cgroup", "0::/\n")
                .with("sys/fs/cgroup/cpu.max", "max 100000\n")
                .with("sys/fs/cgroup/memory.max", "max\n")
                .status("0-3", "00000000a80425fb", 0)
                .openFiles("1048576", "1048576");
    }

    HostFixture with(String path, String text) {
        try {
            var file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostFixture status(String cpus, String capabilities, int seccomp) {
        return with(
                "proc/self/status",
                "Name:\tjava\nCapEff:\t" + capabilities + "\nSeccomp:\t" + seccomp
                        + "\nSeccomp_filters:\t0\nCpus_allowed:\tf\nCpus_allowed_list:\t" + cpus + "\n");
    }

    HostFixture openFiles(String soft, String hard) {
        return with("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max cpu time              unlimited            unlimited            seconds
                Max open files            %s                %s                files
                Max locked memory         8388608              8388608              bytes
                """.formatted(soft, hard));
    }

    HostFacts facts() {
        return HostFacts.at(root);
    }
}
