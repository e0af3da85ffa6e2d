package io.sluice.tuning;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

import io.sluice.tuning.HostFacts.Kernel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class HostFactsTest {
    @TempDir
    Path root;

    private HostFixture host;

    @BeforeEach
    void writeHost() {
        host = HostFixture.healthy(root);
    }

    @Test
    void readsEveryFactOfAHealthyHost() {
        var facts = host.facts();

        assertThat(facts.kernel()).isEqualTo(new Kernel("6.12.9-amd64", 0L));
        assertThat(facts.cpus()).isEqualTo(new HostFacts.Cpus(4L, null));
        assertThat(facts.memory()).isEqualTo(new HostFacts.Memory(24_693_088L * 1024, null, 0L));
        assertThat(facts.rights()).isEqualTo(new HostFacts.Rights(1_048_576L, 1_048_576L, 0xa80425fbL, 0L));
        assertThat(facts.network()).isEqualTo(new HostFacts.Network(4096L, 4096L, 28_232L, 0L, 1L, null));
        assertThat(facts.problems()).isEmpty();
    }

    @Test
    void knowsNothingWhereNothingCanBeRead(@TempDir Path empty) {
        var facts = HostFacts.at(empty);

        assertThat(facts.kernel()).isEqualTo(new Kernel(null, null));
        assertThat(facts.connectionLimit()).isEqualTo(Long.MAX_VALUE);
        assertThat(facts.memory().ceilingBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(facts.problems()).isEmpty();
    }

    /// A real sysctl differs from a file: it answers the first read only.
    @Test
    @EnabledOnOs(OS.LINUX)
    void readsThisHostWithoutProblems() throws IOException {
        var facts = HostFacts.at(Path.of("/"));

        assertThat(facts.problems()).isEmpty();
        try (var in = new FileInputStream("/proc/sys/net/core/somaxconn")) {
            assertThat(facts.network().acceptBacklog()).hasToString(new String(in.readNBytes(100), UTF_8).strip());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|1", "0-3|4", "0-3,8|5", "0,2,4-7|6"})
    void countsProcessorsOfAList(String list, long count) {
        host.status(list, "0", 0);

        assertThat(host.facts().cpus().allowedCount()).isEqualTo(count);
    }

    @Test
    void takesTheSmallestQuotaOfNestedGroups() {
        host.with("proc/self/cgroup", "0::/a/b\n")
                .with("sys/fs/cgroup/a/cpu.max", "150000 100000\n")
                .with("sys/fs/cgroup/a/b/cpu.max", "400000 100000\n")
                .with("sys/fs/cgroup/a/memory.max", "1073741824\n")
                .with("sys/fs/cgroup/a/b/memory.max", "max\n");

        var facts = host.facts();

        assertThat(facts.cpus().quota()).isEqualTo(1.5);
        assertThat(facts.memory().limitBytes()).isEqualTo(1L << 30);
        assertThat(facts.memory().ceilingBytes()).isEqualTo(1L << 30);
    }

    /// Version 1, as seen from inside a container: the group's path is the host's, the mount is the group itself.
    @Test
    void readsVersionOneGroupsFromInsideAContainer() {
        host.with("proc/self/cgroup", "5:memory:/docker/0123\n4:cpu,cpuacct:/docker/0123\n0::/\n")
                .with("sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456\n")
                .with("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n")
                .with("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");

        var facts = host.facts();

        assertThat(facts.cpus().quota()).isEqualTo(0.5);
        assertThat(facts.memory().limitBytes()).isEqualTo(256L << 20);
    }

    @Test
    void takesVersionOnesHugeNumbersForNoLimit() {
        host.with("proc/self/cgroup", "5:memory:/\n4:cpu:/\n")
                .with("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
                .with("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
                .with("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        var facts = host.facts();

        assertThat(facts.cpus().quota()).isNull();
        assertThat(facts.memory().limitBytes()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"20000,9744", "513,0", "100,0", "unlimited,9223372036854775807"})
    void leavesHalfOfTheDescriptorsToUpstreamConnections(String soft, long connections) {
        host.openFiles(soft, "unlimited");

        assertThat(host.facts().connectionLimit()).isEqualTo(connections);
    }

    @ParameterizedTest
    @CsvSource({"6.1.0-18,true", "6.12.9-amd64,true", "7.0,true", "6.0.12,false", "5.10.0,false", "odd,false"})
    void comparesKernelReleases(String release, boolean atLeast) {
        assertThat(new Kernel(release, null).isAtLeast(6, 1)).isEqualTo(atLeast);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proc/sys/net/core/somaxconn",
                "proc/sys/net/ipv4/ip_local_port_range",
                "proc/sys/kernel/io_uring_disabled",
                "sys/fs/cgroup/memory.max",
                "sys/fs/cgroup/cpu.max"
            })
    void namesTheFileThatMakesNoSense(String path) {
        host.with(path, "several");

        assertThat(host.facts().problems())
                .singleElement()
                .asString()
                .startsWith("/" + path + ": ")
                .contains("several");
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        host.with("proc/sys/net/core/wmem_max/x", "").with("proc/meminfo", "MemTotal: many kB\n");

        assertThat(host.facts().problems()).containsExactly("/proc/meminfo: expected a number, found 'many'");
    }

    @Test
    void refusesAPeriodOfZero() {
        host.with("sys/fs/cgroup/cpu.max", "1000 0\n");

        assertThat(host.facts().problems()).containsExactly("/sys/fs/cgroup/cpu.max: a period of 0 microseconds");
        assertThat(host.facts().cpus().quota()).isNull();
    }
}
