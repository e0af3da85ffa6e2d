package io.sluice.controlplane.labels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Sets of labels that are worth reading again, one per file of `corpus/labels`: Java properties by whole key. The
/// first
/// line says what becomes of them: `# accepted`, `refused` or `silent`, and the codes of what is reported, in order.
final class LabelCorpus {

    /// @param outcome the first line without its `# `
    record Entry(String name, String outcome, Map<String, String> labels) {}

    private LabelCorpus() {}

    static List<Entry> read() {
        URL directory = LabelCorpus.class.getResource("/corpus/labels");
        try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
            return files.sorted().map(LabelCorpus::entry).toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot read " + directory, e);
        }
    }

    private static Entry entry(Path file) {
        try {
            String first = Files.readAllLines(file).getFirst();
            Properties properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            Map<String, String> labels = new TreeMap<>();
            properties.forEach((key, value) -> labels.put((String) key, (String) value));
            return new Entry(file.getFileName().toString(), first.substring("# ".length()), labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
