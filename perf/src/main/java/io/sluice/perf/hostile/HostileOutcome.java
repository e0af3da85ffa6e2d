package io.sluice.perf.hostile;

import java.util.List;
import java.util.Map;

/// What one proxy made of it.
///
/// @param failed kinds with a bad judgement, with what was seen of them
/// @param residentBytes of the proxy, after each round
record HostileOutcome(
        String proxy,
        int rounds,
        Map<String, String> failed,
        Innocents innocents,
        List<Long> residentBytes,
        boolean alive) {

    private static final int MIN_ROUNDS = 9;
    private static final double MAX_GROWTH = 1.05;

    /// Judged by the peak of the last third over that of the middle one, when there are rounds enough to tell.
    boolean isFlat() {
        int third = residentBytes.size() / 3;
        return residentBytes.size() < MIN_ROUNDS
                || peak(2 * third, residentBytes.size()) <= MAX_GROWTH * peak(third, 2 * third);
    }

    private long peak(int from, int to) {
        return residentBytes.subList(from, to).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    int lostInnocents() {
        return innocents.count(Judgement.LOST) + innocents.count(Judgement.HANG) + innocents.count(Judgement.POISON);
    }

    boolean isGood() {
        return alive && failed.isEmpty() && lostInnocents() == 0 && isFlat();
    }

    long count(Judgement judgement) {
        return failed.values().stream()
                .filter(seen -> seen.contains(judgement.name()))
                .count();
    }

    void print(int kinds) {
        System.out.printf(
                "%-8s %2d of %d kinds failed (poison %d, hang %d, relayed %d, next lost %d) in %d rounds; innocents: %d"
                        + " served, %d lost, %d poisoned, p99 %.1f ms, max %.1f ms; resident MB %d to %d%s%s%n",
                proxy,
                failed.size(),
                kinds,
                count(Judgement.POISON),
                count(Judgement.HANG),
                count(Judgement.RELAYED),
                count(Judgement.LOST),
                rounds,
                innocents.count(Judgement.PASSED),
                innocents.count(Judgement.LOST) + innocents.count(Judgement.HANG),
                innocents.count(Judgement.POISON),
                innocents.percentile(0.99),
                innocents.percentile(1),
                residentBytes.getFirst() >> 20,
                residentBytes.getLast() >> 20,
                isFlat() ? "" : ", GROWS",
                alive ? "" : ", CRASHED");
        failed.forEach((kind, seen) -> System.out.println("         " + kind + ": " + seen));
    }
}
