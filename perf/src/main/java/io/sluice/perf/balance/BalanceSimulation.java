package io.sluice.perf.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// How well do the balancing policies do what they are for? Three figures for each: how far shares are from the
/// weights, how many clients change their endpoint when another one leaves, and the 99th percentile of latency
/// when one of ten endpoints is slow. Fixed by a seed: the same table each time.
public final class BalanceSimulation {

    private static final long SEED = 20_260_101;
    private static final int REQUESTS = 100_000;
    private static final int CLIENTS = 10_000;
    private static final int[] WEIGHTS = {1, 1, 1, 1, 1, 2, 2, 2, 4, 5};
    private static final int[] EQUAL = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    private static final int LEAVES = 3;

    // One endpoint needs ten times as long; each works on eight requests at once, the others wait.
    private static final long SERVICE_NANOS = 5_000_000;
    private static final long SLOW_NANOS = 50_000_000;
    private static final int WORKERS = 8;
    private static final double REQUESTS_PER_NANO = 1200 / 1e9;

    private BalanceSimulation() {}

    public static void main(String[] arguments) {
        print("| policy | share error, equal | share error, weighted | clients moved beside the lost "
                + "| p50 ms | p99 ms | p99 ms, none slow |");
        print("|---|---|---|---|---|---|---|");
        for (Contender contender : Contender.all()) {
            double[] slow = latenciesMillis(contender, SLOW_NANOS);
            double[] even = latenciesMillis(contender, SERVICE_NANOS);
            print(String.format(
                    Locale.ROOT,
                    "| %s | %.1f %% | %.1f %% | %s | %.1f | %.1f | %.1f |",
                    contender.name(),
                    100 * shareError(contender, EQUAL),
                    100 * shareError(contender, WEIGHTS),
                    contender.binds() ? String.format(Locale.ROOT, "%.1f %%", 100 * disruption(contender)) : "-",
                    percentile(slow, 0.5),
                    percentile(slow, 0.99),
                    percentile(even, 0.99)));
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }

    /// The furthest that an endpoint's share is from what its weight says, of that. Every request is of another
    /// client.
    private static double shareError(Contender contender, int[] weights) {
        SimulatedCluster cluster = new SimulatedCluster(contender, SEED, weights);
        int[] picks = new int[weights.length];
        for (int i = 0; i < REQUESTS; i++) {
            picks[cluster.pick(client(i), contender.hasAppCookie() ? "client" + i : "")]++;
        }
        double worst = 0;
        double total = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            double wanted = REQUESTS * weights[i] / total;
            worst = Math.max(worst, Math.abs(picks[i] - wanted) / wanted);
        }
        return worst;
    }

    /// One client in each network of 256, so that those who hash networks see them all.
    private static int client(int number) {
        return number << 8 | 1;
    }

    /// Clients whose endpoint stays, and who are sent to another all the same, of all.
    private static double disruption(Contender contender) {
        SimulatedCluster cluster = new SimulatedCluster(contender, SEED, EQUAL);
        String[] endpoints = new String[CLIENTS];
        String[] cookies = new String[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            String first = contender.hasAppCookie() ? "client" + i : "";
            int position = cluster.pick(client(i), first);
            endpoints[i] = cluster.name(position);
            cookies[i] = contender.hasAppCookie() ? first : cluster.cookieOf(position);
        }
        String leaving = cluster.name(LEAVES);
        cluster.remove(leaving);
        int moved = 0;
        for (int i = 0; i < CLIENTS; i++) {
            String now = cluster.name(cluster.pick(client(i), cookies[i]));
            moved += endpoints[i].equals(leaving) || endpoints[i].equals(now) ? 0 : 1;
        }
        return (double) moved / CLIENTS;
    }

    /// Open loop: requests arrive at random at a fixed rate, of which the slow endpoint can just bear its equal
    /// share.
    private static double[] latenciesMillis(Contender contender, long firstNanos) {
        SimulatedCluster cluster = new SimulatedCluster(contender, SEED, EQUAL);
        SplittableRandom random = new SplittableRandom(SEED);
        PriorityQueue<Request> underWay = new PriorityQueue<>(Comparator.comparingLong(Request::endNanos));
        long[][] freeAtNanos = new long[EQUAL.length][WORKERS];
        double[] latencies = new double[REQUESTS];
        long now = 0;
        for (int i = 0; i < REQUESTS; i++) {
            now += (long) (-Math.log(1 - random.nextDouble()) / REQUESTS_PER_NANO);
            finish(cluster, underWay, now);
            cluster.advanceTo(now);
            int client = random.nextInt(CLIENTS);
            int position = cluster.pick(client(client), contender.hasAppCookie() ? "client" + client : "");
            double spread = 0.5 + random.nextDouble();
            long service = (long) ((position == 0 ? firstNanos : SERVICE_NANOS) * spread);
            long end = serve(freeAtNanos[position], now, service);
            cluster.load(position).onBegin();
            underWay.add(new Request(position, now, end));
            latencies[i] = (end - now) / 1e6;
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private static void finish(SimulatedCluster cluster, PriorityQueue<Request> underWay, long now) {
        while (!underWay.isEmpty() && underWay.peek().endNanos() <= now) {
            Request done = underWay.remove();
            cluster.advanceTo(done.endNanos());
            cluster.load(done.position()).onLatency(done.endNanos() - done.startNanos(), 200, done.endNanos());
            cluster.load(done.position()).onSuccess();
            cluster.load(done.position()).onEnd();
        }
    }

    /// The worker that is free first takes it.
    private static long serve(long[] freeAtNanos, long now, long serviceNanos) {
        int first = 0;
        for (int i = 1; i < freeAtNanos.length; i++) {
            first = freeAtNanos[i] < freeAtNanos[first] ? i : first;
        }
        freeAtNanos[first] = Math.max(now, freeAtNanos[first]) + serviceNanos;
        return freeAtNanos[first];
    }

    private static double percentile(double[] sorted, double fraction) {
        return sorted[(int) (sorted.length * fraction)];
    }

    private record Request(int position, long startNanos, long endNanos) {}
}
