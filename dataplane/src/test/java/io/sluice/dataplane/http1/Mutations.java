package io.sluice.dataplane.http1;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

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

    public <T> T one(List<T> choices) {
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

    public int[] cuts(int length) {
        if (length < 2) {
            return new int[0];
        }
        return random.ints(1 + random.nextInt(5), 1, length).distinct().sorted().toArray();
    }

    /// Every input of a corpus among the test resources: `accepted`, `refused` and `unfinished` ones.
    public static List<byte[]> corpus(String name) {
        return List.of("accepted", "refused", "unfinished").stream()
                .flatMap(verdict -> corpus(name, verdict).values().stream())
                .toList();
    }

    /// Those with one verdict, by their names. A file is an input; a new one needs nothing else.
    static Map<String, byte[]> corpus(String name, String verdict) {
        URL directory = Mutations.class.getResource("/corpus/" + name + "/" + verdict);
        if (directory == null) {
            return Map.of();
        }
        Map<String, byte[]> inputs = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(directory.toURI()))) {
            for (Path file : files) {
                inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return inputs;
    }
}
