package io.sluice.dataplane.http1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/// Makes inputs for fuzz tests: pieces of a grammar put together at random, then damaged a little, or not.
public final class Mutations {

    private static final String SPECIAL = "\r\n \t:;,\u0000\u007f\u00ff%/.?#0aAfZ[]_\"";

    private final SplittableRandom random;

    public Mutations(long seed) {
        random = new SplittableRandom(seed);
    }

    public static long printedSeed(Class<?> test) {
        long seed = Long.getLong("sluice.fuzz.seed", System.nanoTime());
        System.out.println(test.getSimpleName() + ": -Dsluice.fuzz.seed=" + seed);
        return seed;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// Some of the lines, in any order, some twice.
    public String some(List<String> lines, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            text.append(one(lines));
        }
        return text.toString();
    }

    /// Two of three times the input as it is, else with some bytes changed, added, removed or repeated.
    public byte[] damaged(byte[] input) {
        if (random.nextInt(3) > 0 || input.length == 0) {
            return input;
        }
        List<Byte> bytes = new ArrayList<>();
        for (byte b : input) {
            bytes.add(b);
        }
        for (int i = random.nextInt(3); i >= 0 && !bytes.isEmpty(); i--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(4)) {
                case 0 -> bytes.set(at, anyByte());
                case 1 -> bytes.add(at, anyByte());
                case 2 -> bytes.remove(at);
                default -> bytes.addAll(at, List.copyOf(bytes.subList(at, Math.min(bytes.size(), at + 9))));
            }
        }
        byte[] damaged = new byte[bytes.size()];
        for (int i = 0; i < damaged.length; i++) {
            damaged[i] = bytes.get(i);
        }
        return damaged;
    }

    private byte anyByte() {
        boolean special = random.nextBoolean();
        return (byte) (special ? SPECIAL.charAt(random.nextInt(SPECIAL.length())) : random.nextInt(256));
    }

    int[] cuts(int length) {
        if (length < 2) {
            return new int[0];
        }
        return random.ints(1 + random.nextInt(5), 1, length).distinct().sorted().toArray();
    }

    /// The files of a corpus directory among the test resources; `index` there names them.
    public static List<byte[]> corpus(String directory) {
        String index = new String(read(directory + "/index"), StandardCharsets.UTF_8);
        return Arrays.stream(index.split("\n"))
                .map(name -> read(directory + "/" + name))
                .toList();
    }

    private static byte[] read(String path) {
        try (InputStream in = Mutations.class.getResourceAsStream("/corpus/" + path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
