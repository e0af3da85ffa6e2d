package io.sluice.perf.jmh;

import java.util.concurrent.TimeUnit;

import io.sluice.controlplane.assemble.AddressPolicy;
import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.assemble.ConfigAssembler;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long from a swarm of 10,000 services with 10 tasks each to a snapshot: each step alone, both at once into an
/// empty proxy (`whole`), and both again when one service has changed (`oneServiceChanged`).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(value = 2, jvmArgsAppend = "-Xmx2g")
public class SnapshotCompileBenchmark {

    private static final int SERVICES = 10_000;
    private static final int TASKS = 10;

    private final LargeSwarm swarm = new LargeSwarm(SERVICES, TASKS);
    private final ConfigAssembler assembler = new ConfigAssembler(AddressPolicy.SWARM, swarm.lastTask());
    private SwarmState state = SwarmState.EMPTY;
    private SwarmState changed = SwarmState.EMPTY;
    private ProxyConfig config = ProxyConfig.EMPTY;
    private Snapshot published = SnapshotCompiler.empty();

    @Setup
    public void publish() {
        state = swarm.state();
        changed = swarm.stateWithTaskLess(SERVICES / 2);
        config = assembler.assemble(state).config();
        published = compile();
    }

    @Benchmark
    public ProxyConfig assemble() {
        Assembly assembly = assembler.assemble(state);
        if (!assembly.errors().isEmpty()) {
            throw new IllegalStateException(
                    "not all services are routed: " + assembly.errors().getFirst());
        }
        return assembly.config();
    }

    @Benchmark
    public Snapshot compile() {
        return checked(SnapshotCompiler.compile(config, SnapshotCompiler.empty()), SERVICES * TASKS);
    }

    @Benchmark
    public Snapshot whole() {
        ProxyConfig assembled = assembler.assemble(state).config();
        return checked(SnapshotCompiler.compile(assembled, SnapshotCompiler.empty()), SERVICES * TASKS);
    }

    @Benchmark
    public Snapshot oneServiceChanged() {
        ProxyConfig assembled = assembler.assemble(changed).config();
        Snapshot next = checked(SnapshotCompiler.compile(assembled, published), SERVICES * TASKS - 1);
        if (next.releasedEndpoints().length != 1 || next.releasedRoutes().length != 0) {
            throw new IllegalStateException("more numbers were released than one endpoint's");
        }
        return next;
    }

    private static Snapshot checked(Snapshot snapshot, int endpoints) {
        if (snapshot.routeCount() != SERVICES || snapshot.endpointCount() != endpoints) {
            throw new IllegalStateException(
                    snapshot.routeCount() + " routes, " + snapshot.endpointCount() + " endpoints");
        }
        return snapshot;
    }
}
