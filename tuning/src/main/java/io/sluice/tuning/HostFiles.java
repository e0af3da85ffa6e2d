package io.sluice.tuning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of `/proc` and `/sys` under a root, and what was wrong with those that could not be understood.
final class HostFiles {
    /// More than any of these files, and taken in one read: a sysctl answers only a read that starts at its beginning,
    /// so
    /// a reader that takes one byte first, as the JDK's own do with files of unknown size, sees "4" of "4096".
    private static final int BYTES = 64 * 1024;

    private final Path root;
    private final List<String> problems = new ArrayList<>();

    HostFiles(Path root) {
        this.root = root;
    }

    List<String> problems() {
        return problems;
    }

    /// The whole file, trimmed; empty when it is not there.
    Optional<String> text(String path) {
        try (var in = Files.newInputStream(root.resolve(path))) {
            var bytes = new byte[BYTES];
            var count = in.readNBytes(bytes, 0, BYTES);
            return Optional.of(new String(bytes, 0, count, StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException | NotDirectoryException absent) {
            return Optional.empty();
        } catch (IOException e) {
            problem(path, "cannot be read: " + e);
            return Optional.empty();
        }
    }

    List<String> lines(String path) {
        return text(path).map(text -> text.lines().toList()).orElse(List.of());
    }

    Optional<Long> number(String path) {
        return text(path).flatMap(text -> number(path, text));
    }

    /// @param path where the text came from, for the message when it is no number
    Optional<Long> number(String path, String text) {
        return number(path, text, 10);
    }

    Optional<Long> number(String path, String text, int radix) {
        try {
            return Optional.of(Long.parseLong(text.strip(), radix));
        } catch (NumberFormatException e) {
            problem(path, "expected a number, found '" + text.strip() + "'");
            return Optional.empty();
        }
    }

    void problem(String path, String what) {
        problems.add("/" + path + ": " + what);
    }
}
