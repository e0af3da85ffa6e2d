package io.sluice.tuning;

import java.nio.file.Path;
import java.util.List;

import io.sluice.tuning.Finding.Severity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdviceTest {
    private static final Demand DEMAND = new Demand(100_000, 4096, 80, 512L << 20);

    @TempDir
    Path root;

    private HostFixture host;

    @BeforeEach
    void writeHost() {
        host = HostFixture.healthy(root);
    }

    @Test
    void hasNothingToSayOfAHealthyHost() {
        assertThat(advice()).isEmpty();
    }

    @Test
    void hasNothingToSayOfAnUnknownHost(@TempDir Path empty) {
        assertThat(Advice.at(empty, DEMAND)).isEmpty();
    }

    @Test
    void warnsOfTooFewDescriptorsWithTheNumberToSet() {
        host.openFiles("20000", "20000");

        var finding = only("open-files", Severity.WARNING);

        assertThat(finding.reason()).contains("20000").contains("9744").contains("100000");
        assertThat(finding.remedy()).contains("200512");
    }

    @Test
    void acceptsExactlyEnoughDescriptors() {
        host.openFiles("200512", "200512");

        assertThat(advice()).isEmpty();
    }

    @Test
    void warnsWhenMemoryCeilingsExceedFourFifthsOfTheLimit() {
        host.with("sys/fs/cgroup/memory.max", String.valueOf(600L << 20));

        var finding = only("memory", Severity.WARNING);

        assertThat(finding.reason()).contains("512 MiB of 600 MiB");
        assertThat(finding.remedy()).contains("480 MiB");
    }

    @Test
    void acceptsMemoryCeilingsWithinFourFifths() {
        host.with("sys/fs/cgroup/memory.max", String.valueOf(640L << 20));

        assertThat(advice()).isEmpty();
    }

    @Test
    void warnsOfAPortThatNeedsACapability() {
        host.with("proc/sys/net/ipv4/ip_unprivileged_port_start", "1024").status("0-3", "0", 0);

        var finding = only("low-ports", Severity.WARNING);

        assertThat(finding.reason()).contains("port 80 is below 1024");
    }

    @Test
    void acceptsALowPortWithTheCapability() {
        host.with("proc/sys/net/ipv4/ip_unprivileged_port_start", "1024").status("0-3", "400", 0);

        assertThat(advice()).isEmpty();
    }

    /// Level 1 forbids io_uring to the unprivileged only; bit 21 is CAP_SYS_ADMIN.
    @ParameterizedTest
    @CsvSource({"0,0,false", "1,0,true", "1,200000,false", "2,0,true", "2,200000,true"})
    void notesThatIoUringIsForbidden(int disabled, String capabilities, boolean noted) {
        host.with("proc/sys/kernel/io_uring_disabled", String.valueOf(disabled)).status("0-3", capabilities, 0);

        assertThat(advice().stream().anyMatch(finding -> finding.name().equals("io-uring")))
                .isEqualTo(noted);
    }

    @Test
    void notesAKernelThatIsTooOldForIoUring() {
        host.with("proc/sys/kernel/osrelease", "5.10.0-28-amd64");

        assertThat(only("kernel", Severity.NOTE).reason()).contains("5.10.0-28-amd64");
    }

    @Test
    void notesASeccompFilter() {
        host.status("0-3", "0", 2);

        assertThat(only("seccomp", Severity.NOTE).remedy()).contains("profile");
    }

    @Test
    void notesABacklogThatTheKernelCuts() {
        host.with("proc/sys/net/core/somaxconn", "128");

        assertThat(only("backlog", Severity.NOTE).reason()).contains("4096").contains("128");
    }

    @Test
    void notesANarrowRangeOfLocalPorts() {
        host.with("proc/sys/net/ipv4/ip_local_port_range", "60000 60999");

        assertThat(only("local-ports", Severity.NOTE).reason()).contains("only 1000 ");
    }

    @Test
    void notesAFirewallThatTracksTooLittle() {
        host.with("proc/sys/net/netfilter/nf_conntrack_max", "65536");

        assertThat(only("conntrack", Severity.NOTE).remedy()).contains("200000");
    }

    @Test
    void notesAQuotaBelowTheProcessors() {
        host.with("sys/fs/cgroup/cpu.max", "150000 100000");

        assertThat(only("cpu-quota", Severity.NOTE).reason()).contains("1.5 processors of 4");
    }

    @Test
    void notesSwap() {
        host.with("proc/meminfo", "MemTotal: 24693088 kB\nSwapTotal: 2097152 kB\n");

        assertThat(only("swap", Severity.NOTE).reason()).contains("2048 MiB");
    }

    @Test
    void passesOnWhatCouldNotBeRead() {
        host.with("proc/sys/net/core/somaxconn", "lots");

        assertThat(only("unreadable", Severity.NOTE).reason()).startsWith("/proc/sys/net/core/somaxconn: ");
    }

    @Test
    void putsWarningsBeforeNotes() {
        host.with("proc/sys/kernel/osrelease", "5.10.0").openFiles("1024", "1024");

        assertThat(advice()).extracting(Finding::name).containsExactly("open-files", "kernel");
    }

    @Test
    void refusesAnImpossibleDemand() {
        assertThatThrownBy(() -> new Demand(0, 1, 80, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connections is out of range: 0");
        assertThatThrownBy(() -> new Demand(1, 1, 65_536, 1)).hasMessage("lowestPort is out of range: 65536");
    }

    private Finding only(String name, Severity severity) {
        var findings = advice();
        assertThat(findings).extracting(Finding::name).containsExactly(name);
        assertThat(findings.getFirst().severity()).isEqualTo(severity);
        return findings.getFirst();
    }

    private List<Finding> advice() {
        return Advice.at(root, DEMAND);
    }
}
