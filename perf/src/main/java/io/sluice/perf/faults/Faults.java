package io.sluice.perf.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.sluice.perf.hostile.Hostile;

/// Plays the faults that are named, or all, one after another; prints a line for each. Exit 1 when one fails.
///
///     Faults [--rate N] [--rounds N] [F3 ...]
public final class Faults {

    private static final int RATE = 200;
    private static final int ROUNDS = 3;
    private static final long HOSTILE_SECONDS = 60;

    private Faults() {}

    private static Map<String, Fault> all() {
        Map<String, Fault> all = new LinkedHashMap<>();
        all.put("F3", DeadTasks::killed);
        all.put("F4", DeadTasks::allKilled);
        all.put("F5", DeadTasks::frozen);
        all.put("F6", SilentTasks::neverAnswers);
        all.put("F7", SilentTasks::dropped);
        all.put("F11", SilentTasks::flaps);
        all.put("F12", Faults::hostile);
        all.put("F22", Crowds::idle);
        all.put("F23", Crowds::tooFewDescriptors);
        all.put("F27", Crowds::slow);
        all.put("F39", SilentTasks::breaksOff);
        all.put("F40", Crowds::overload);
        return all;
    }

    private static Fault.Result hostile(Stage stage) throws IOException {
        return Fault.Result.of(
                Hostile.isGood(stage.folder(), HOSTILE_SECONDS), "the line above is of bench/hostile, sluice only");
    }

    public static void main(String[] arguments) throws InterruptedException {
        int rate = RATE;
        int rounds = ROUNDS;
        List<String> names = new ArrayList<>();
        Map<String, Fault> all = all();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--rate") && i + 1 < arguments.length) {
                rate = Integer.parseInt(arguments[++i]);
            } else if (argument.equals("--rounds") && i + 1 < arguments.length) {
                rounds = Integer.parseInt(arguments[++i]);
            } else if (all.containsKey(argument)) {
                names.add(argument);
            } else {
                System.err.println("faults: '" + argument + "' is none of --rate N, --rounds N, " + all.keySet());
                System.exit(2);
            }
        }
        boolean good = true;
        for (String name : names.isEmpty() ? all.keySet() : names) {
            Fault fault = Objects.requireNonNull(all.get(name));
            Fault.Result result = play(name, fault, rate, rounds);
            System.out.printf("%-4s %s  %s%n", name, result.verdict(), result.figures());
            good &= result.verdict() != Fault.Verdict.FAIL;
        }
        System.exit(good ? 0 : 1);
    }

    private static Fault.Result play(String name, Fault fault, int rate, int rounds) throws InterruptedException {
        try {
            return fault.run(new Stage(Files.createTempDirectory("sluice-" + name + "-"), rate, rounds));
        } catch (IOException | RuntimeException e) {
            return new Fault.Result(Fault.Verdict.FAIL, "broke off: " + e);
        }
    }
}
