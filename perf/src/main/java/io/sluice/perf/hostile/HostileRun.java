package io.sluice.perf.hostile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.sluice.perf.proxy.Proxy;

/// All kinds, over and over, against one proxy.
final class HostileRun {

    private static final int INNOCENTS = 8;

    private final Proxy proxy;
    private final List<HostileAnswer> answers;
    private final Map<Integer, EnumMap<Judgement, Integer>> seen = new TreeMap<>();
    private final List<Long> residentBytes = new ArrayList<>();
    private int rounds;

    HostileRun(Proxy proxy, List<HostileAnswer> answers) {
        this.proxy = proxy;
        this.answers = answers;
    }

    /// @param seconds at least one round, then until they are over
    HostileOutcome run(long seconds) {
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        HostileClient client = new HostileClient(proxy.port());
        try (Innocents innocents = Innocents.start(proxy.port(), INNOCENTS)) {
            do {
                for (int i = 0; i < answers.size(); i++) {
                    Judgement judgement = client.ask(answers.get(i), i);
                    seen.computeIfAbsent(i, number -> new EnumMap<>(Judgement.class))
                            .merge(judgement, 1, Integer::sum);
                }
                rounds++;
                residentBytes.add(proxy.residentBytes());
            } while (proxy.isAlive() && System.nanoTime() - deadline < 0);
            return new HostileOutcome(proxy.name(), rounds, failed(), innocents, residentBytes, proxy.isAlive());
        }
    }

    /// Kinds with a bad judgement in any round, with the counts.
    private Map<String, String> failed() {
        Map<String, String> failed = new TreeMap<>();
        seen.forEach((number, judgements) -> {
            if (!judgements.keySet().stream().allMatch(Judgement::isGood)) {
                failed.put(answers.get(number).name(), judgements.toString());
            }
        });
        return failed;
    }
}
