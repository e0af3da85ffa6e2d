package io.sluice.perf.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks whose names match, and judges what the product promises about them. Ends with 1 when one fails
/// or a promise is not kept; with `--short` each runs for a moment only, and no promise is judged by that.
final class BenchmarkRun {

    private static final String USAGE = "usage: jmh [--short] [pattern]";

    private BenchmarkRun() {}

    public static void main(String[] arguments) throws RunnerException {
        List<String> patterns = new ArrayList<>(List.of(arguments));
        boolean isShort = patterns.remove("--short");
        if (patterns.size() > 1 || patterns.stream().anyMatch(pattern -> pattern.startsWith("-"))) {
            System.err.println(USAGE);
            System.exit(2);
        }
        String pattern = patterns.isEmpty() ? "Benchmark" : patterns.getFirst();
        Collection<RunResult> results = run(pattern, isShort);
        if (results.isEmpty()) {
            System.err.println("no benchmark matches '" + pattern + "'");
            System.exit(2);
        }
        System.exit(isShort || judge(scores(results)) ? 0 : 1);
    }

    private static Collection<RunResult> run(String pattern, boolean isShort) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder().include(pattern).shouldFailOnError(true).shouldDoGC(true);
        if (isShort) {
            options.forks(1).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(100));
        }
        return new Runner(options.build()).run();
    }

    /// By name as [Promise] writes it: `RouterBenchmark.find routes=10 spread=HOSTS`.
    private static Map<String, Double> scores(Collection<RunResult> results) {
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            int type = benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1);
            StringBuilder name = new StringBuilder(benchmark.substring(type + 1));
            result.getParams()
                    .getParamsKeys()
                    .forEach(key -> name.append(' ')
                            .append(key)
                            .append('=')
                            .append(result.getParams().getParam(key)));
            scores.put(name.toString(), result.getPrimaryResult().getScore());
        }
        return scores;
    }

    private static boolean judge(Map<String, Double> scores) {
        boolean kept = true;
        System.out.println();
        for (Promise promise : Promise.ALL) {
            if (promise.isMeasured(scores)) {
                System.out.println(promise.verdict(scores));
                kept &= promise.isKept(scores);
            }
        }
        return kept;
    }
}
