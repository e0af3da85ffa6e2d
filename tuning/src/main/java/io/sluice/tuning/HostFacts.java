package io.sluice.tuning;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What the kernel, the cgroup and the limits of this process allow, at one moment.
///
/// A component that is null was not there to read: an older kernel, or no Linux. What was there and made no sense is in
/// `problems`, so that nothing unreadable passes for unlimited in silence.
///
/// @param problems one sentence each, starting with the file's path
public record HostFacts(
        Kernel kernel, Cpus cpus, Memory memory, Rights rights, Network network, List<String> problems) {

    /// Descriptors that Sluice keeps from connections: control plane, admin listener, files, event loops.
    static final int RESERVED_DESCRIPTORS = 512;

    public HostFacts {
        problems = List.copyOf(problems);
    }

    /// The facts of this host when `root` is `/`; tests put a folder of fixtures in its place.
    public static HostFacts at(Path root) {
        return new HostReader(new HostFiles(root)).read();
    }

    /// How many downstream connections the descriptor limit allows when each has an upstream connection of its own.
    ///
    /// @return [Long#MAX_VALUE] when there is no limit or none is known
    public long connectionLimit() {
        var files = rights.openFiles();
        return files == null || files == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : Math.max(0, (files - RESERVED_DESCRIPTORS) / 2);
    }

    /// @param release as `uname -r` prints it
    /// @param ioUringDisabled `kernel.io_uring_disabled`: 0 for all, 1 for the privileged, 2 for nobody;
    ///   since Linux 6.6
    public record Kernel(@Nullable String release, @Nullable Long ioUringDisabled) {

        /// False when the release is unknown.
        public boolean isAtLeast(int major, int minor) {
            if (release == null) {
                return false;
            }
            var numbers = release.split("[^0-9]+", 3);
            if (numbers.length < 2 || numbers[0].isEmpty() || numbers[1].isEmpty()) {
                return false;
            }
            var found = Integer.parseInt(numbers[0]);
            return found > major || (found == major && Integer.parseInt(numbers[1]) >= minor);
        }
    }

    /// @param allowedCount processors that the affinity mask of this process contains
    /// @param quota processors' worth of time per period that the cgroup grants
    public record Cpus(
            @Nullable Long allowedCount, @Nullable Double quota) {}

    /// @param totalBytes what the machine has
    /// @param limitBytes the smallest limit on the way from this process's cgroup to the root
    /// @param swapBytes 0 when there is no swap
    public record Memory(
            @Nullable Long totalBytes,
            @Nullable Long limitBytes,
            @Nullable Long swapBytes) {

        /// The most that this process can have; [Long#MAX_VALUE] when nothing is known.
        public long ceilingBytes() {
            return Math.min(
                    limitBytes == null ? Long.MAX_VALUE : limitBytes, totalBytes == null ? Long.MAX_VALUE : totalBytes);
        }
    }

    /// @param openFiles soft limit of descriptors, the one that bites; [Long#MAX_VALUE] is unlimited
    /// @param openFilesHard how far the process itself may raise it
    /// @param capabilities effective set, a bit each, as capabilities(7) numbers them
    /// @param seccompMode 0 none, 1 strict, 2 a filter
    public record Rights(
            @Nullable Long openFiles,
            @Nullable Long openFilesHard,
            @Nullable Long capabilities,
            @Nullable Long seccompMode) {

        static final int NET_BIND_SERVICE = 10;
        static final int SYS_ADMIN = 21;

        /// Unknown counts as no.
        boolean has(int capability) {
            return capabilities != null && (capabilities >>> capability & 1) == 1;
        }
    }

    /// Settings of the network namespace that this process is in.
    ///
    /// @param acceptBacklog `net.core.somaxconn`: cuts the backlog of every listener
    /// @param synBacklog `net.ipv4.tcp_max_syn_backlog`
    /// @param localPorts `net.ipv4.ip_local_port_range`, how many ports it holds: connections to one endpoint
    /// @param unprivilegedPortStart the first port that needs no capability
    /// @param migrateRequests `net.ipv4.tcp_migrate_req`: 1 when a closing listener's queue passes to its siblings
    /// @param conntrackLimit connections that the firewall can track; null when nothing tracks
    public record Network(
            @Nullable Long acceptBacklog,
            @Nullable Long synBacklog,
            @Nullable Long localPorts,
            @Nullable Long unprivilegedPortStart,
            @Nullable Long migrateRequests,
            @Nullable Long conntrackLimit) {}
}
